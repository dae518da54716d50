import type { Case } from './cases.ts'
import { adding, without } from './spoil.ts'

const answering = (rule: string, about: string): readonly [string, string] => [
  'resolutions: []',
  `resolutions:\n  - { rule: ${rule}, about: ${about}, answer: it holds, because: both sides said so }`,
]

/** Rules on words, figures, references and keepers. */
export const casesOfText: readonly Case[] = [
  {
    rule: 'figure-outside-term',
    trips: [
      [['promised secrecy', 'promised secrecy for 5 years']],
      [['documented instructions only', 'documented instructions only, within thirty days']],
    ],
    passes: [
      [
        'promised secrecy',
        'promised secrecy under Articles 28(3)(b) and 32 to 34 GDPR, Regulation (EU) 2016/679, Directive 95/46/EC and ISO 27001, with AES-256',
      ],
    ],
  },
  {
    rule: 'undeclared-term',
    trips: [[['promised secrecy', 'promised secrecy for {{period}}']], [['{{accessLogs}}.', '{{accessLogs}} and {{ billing }}.']]],
    passes: [['{{accessLogs}}.', '{{ accessLogs }} and no longer than {{accessLogs}}.']],
  },
  {
    rule: 'hidden-figure',
    trips: [[['kept for {{accessLogs}}', 'kept for a while']], [['within {{notifyController}} after', 'after']]],
    passes: [['Silence means {{silence}}; the', 'Silence is consent; the']],
  },
  {
    rule: 'unused-term',
    trips: [
      [['terms: { flowDown: the same }', 'terms: { flowDown: the same, mood: friendly }']],
      [['{ cap: none }', '{ cap: none, remark: to be discussed }']],
    ],
    passes: [['{ cap: none }', '{ cap: none, exclusions: indirect loss }']],
  },
  {
    rule: 'kept-by-nobody',
    trips: [[['    theirs: true\n', '']], [adding('no-resale', 'kind: prohibition', 'text: The processor sells nothing.')]],
    passes: [adding('greeting', 'kind: fact', 'text: The parties know each other.')],
  },
  {
    rule: 'kept-by-the-wrong-side',
    trips: [[['theirs: true', 'debtor: processor\n    theirs: true']], [['theirs: true', 'debtor: both\n    theirs: true']]],
    passes: [['theirs: true', 'debtor: controller\n    theirs: true']],
  },
  {
    rule: 'misspelt-term',
    trips: [
      [['cost: the controller }', 'cost: the controller, scoop: everything }']],
      [['terms: { cap: none }', 'terms: { cap: none, exclusion: indirect loss }']],
    ],
    passes: [['cost: the controller }', 'cost: the controller, scope: everything }']],
  },
  {
    rule: 'reference-to-nothing',
    trips: [[['under clause "scope"', 'under clause "extent"']], [['annex "measures"', 'Appendix C']]],
    passes: [['annex "measures"', 'annex "subprocessors"']],
  },
  {
    rule: 'override-of-nothing',
    trips: [
      [adding('row', 'kind: fact', 'overrides: [beneficiaries]', 'text: A row.')],
      [
        adding('row', 'kind: fact', 'overrides: [line]', 'text: A row.'),
        adding('line', 'kind: fact', 'overrides: [row]', 'text: Another row.'),
      ],
    ],
    passes: [adding('row', 'kind: fact', 'overrides: [liability]', 'text: A row.')],
  },
  {
    rule: 'switched-off-without-record',
    trips: [
      [adding('row', 'kind: fact', 'text: The clause on the beneficiary shall not apply.')],
      [adding('row', 'kind: permission', 'text: Regardless of clause "same-duties" the processor may accept standard terms.')],
    ],
    passes: [adding('row', 'kind: fact', 'overrides: [beneficiary]', 'text: The clause on the beneficiary shall not apply.')],
  },
  {
    rule: 'override-weakens',
    trips: [
      [adding('row', 'kind: fact', 'overrides: [beneficiary]', 'text: The parties do without a beneficiary.')],
      [adding('row', 'kind: permission', 'overrides: [same-duties]', 'text: Standard terms of suppliers are accepted.')],
    ],
    passes: [
      adding(
        'row',
        'kind: obligation',
        'keeps: vendor-assessment',
        'overrides: [same-duties]',
        'text: Every sub-processor has stricter duties by contract.',
      ),
    ],
  },
  {
    rule: 'override-of-a-duty-of-law',
    trips: [
      [adding('row', 'kind: fact', 'overrides: [audit]', 'text: There are no audits.')],
      [adding('row', 'kind: permission', 'overrides: [breach]', 'text: The processor may keep silent.')],
    ],
    passes: [
      adding('row', 'kind: fact', 'overrides: [audit]', 'text: Audits are done in writing.'),
      adding('papers', 'kind: obligation', 'keeps: audits', 'text: The processor answers questions in writing.'),
    ],
  },
  {
    rule: 'precedence-missing',
    trips: [[[/precedence: .*\n/, '']], [[/precedence: .*\n/, 'precedence: []\n']]],
    passes: [[/precedence: .*\n/, 'precedence: [law, this agreement]\n']],
  },
  {
    rule: 'precedence-upside-down',
    trips: [
      [[/precedence: .*\n/, 'precedence: [terms of service, this agreement, law]\n']],
      [[/precedence: .*\n/, 'precedence: [law, annexes, this agreement]\n']],
    ],
    passes: [[/precedence: .*\n/, 'precedence: [mandatory law, this agreement, terms of service]\n']],
  },
  {
    rule: 'same-thing-twice',
    trips: [
      [adding('again', 'kind: obligation', 'keeps: retention', 'terms: { accessLogs: 30 days }', 'text: We keep logs for {{accessLogs}}.')],
      [
        [
          '  - { id: second-factor,',
          '  - { id: doors, text: "Server rooms are locked, and watched around the clock", dpv: dpv:PhysicalMeasure, floor: true }\n  - { id: second-factor,',
        ],
      ],
    ],
    passes: [
      adding('again', 'kind: obligation', 'keeps: retention', 'terms: { billing: 30 days }', 'text: Invoices are kept for {{billing}}.'),
    ],
  },
  {
    rule: 'second-factor-two-scopes',
    trips: [
      [
        adding(
          'mfa',
          'kind: obligation',
          'keeps: second-factor',
          'dpv: dpv:MultiFactorAuthentication',
          'text: A second factor guards privileged accounts.',
        ),
      ],
      [
        [
          '  - { id: second-factor,',
          '  - { id: mfa, text: MFA is asked for on critical machines, dpv: dpv:AccessControlMethod, floor: true }\n  - { id: second-factor,',
        ],
      ],
    ],
    passes: [
      adding('mfa', 'kind: obligation', 'keeps: second-factor', 'text: A second factor guards all systems and every privileged account.'),
    ],
  },
  {
    rule: 'passwords-denied-and-governed',
    trips: [
      [
        adding('links', 'kind: fact', 'text: There are no passwords.'),
        adding('policy', 'kind: obligation', 'keeps: sign-in', 'text: A password policy is enforced.'),
      ],
      [
        adding('links', 'kind: fact', 'text: People sign in without passwords.'),
        ['around the clock,', 'around the clock and every password change is watched,'],
      ],
    ],
    passes: [adding('policy', 'kind: obligation', 'keeps: sign-in', 'text: A password policy is enforced.')],
  },
  {
    rule: 'vague-word-without-target',
    trips: [
      [adding('soon', 'kind: obligation', 'keeps: notices', 'text: The processor answers promptly.')],
      [
        adding(
          'often',
          'kind: obligation',
          'manual: { evidence: minutes, why: people meet }',
          'text: The processor meets the controller regularly.',
        ),
      ],
    ],
    passes: [
      adding(
        'soon',
        'kind: obligation',
        'keeps: notices',
        'terms: { within: promptly (target 1 day) }',
        'text: The processor answers {{within}}, and promptly at that.',
      ),
    ],
  },
  {
    rule: 'title-names-a-law-without-terms',
    trips: [[['title: Specimen', 'title: DPA and CCPA specimen']], [['title: Specimen', 'title: HIPAA specimen']]],
    passes: [
      ['title: Specimen', 'title: DPA and CCPA specimen'],
      adding('california', 'kind: fact', 'text: The processor is a service provider under the CCPA.'),
    ],
  },
  {
    rule: 'answer-to-no-rule',
    trips: [[answering('audit-capp-missing', 'audit')], [answering('everything', 'scope')]],
    passes: [
      answering('audit-cap-missing', 'audit'),
      ['cap: at most 1 per calendar year, ', ''],
      ['allows audits, {{cap}} except', 'allows audits, except'],
    ],
  },
  {
    rule: 'answer-to-no-question',
    trips: [[answering('kept-by-nobody', 'audit')], [answering('names-withheld', 'mail')]],
    passes: [answering('audit-cap-missing', 'audit')],
  },
  {
    rule: 'answer-without-question',
    trips: [[answering('audit-cap-missing', 'audit')], [answering('precedence-missing', 'scope')]],
    passes: [answering('precedence-missing', 'precedence'), [/precedence: .*\n/, '']],
  },
  {
    rule: 'article-28-content-missing',
    trips: [[without('secrecy')], [without('help')]],
    passes: [
      without('secrecy'),
      adding('silence', 'kind: obligation', 'keeps: confidentiality', 'text: People keep what they learn to themselves.'),
    ],
  },
]
