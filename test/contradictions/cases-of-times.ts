import type { Case } from './cases.ts'
import { adding, without } from './spoil.ts'

/** Rules on what runs a clock, on breaches, on the end and on what is settled. */
export const casesOfTimes: readonly Case[] = [
  {
    rule: 'module-without-term',
    trips: [
      [
        ['eraseWithin: 14 days, ', ''],
        ['erased within {{eraseWithin}} after', 'erased after'],
        ['eraseWithin: pinned', ''],
      ],
      [
        ['{ infringementNotice: immediately (target 2 hours), suspendOnFlag', '{ suspendOnFlag'],
        ['reported {{infringementNotice}}', 'reported'],
        ['onAmendment: { infringementNotice: pinned }', 'onAmendment: {}'],
      ],
    ],
    passes: [['eraseWithin: 14 days', 'eraseWithin: 0 days']],
  },
  {
    rule: 'unreadable-term',
    trips: [
      [['notifyController: 48 hours', 'notifyController: promptly']],
      [['notice: 20 days', 'notice: a reasonable notice of 3 weeks']],
    ],
    passes: [['notifyController: 48 hours', 'notifyController: earliest of (48 hours, 2 business days)']],
  },
  {
    rule: 'amendment-effect-undeclared',
    trips: [[['    onAmendment: { accessLogs: follows }\n', '']], [['    onAmendment: { notifyController: pinned }\n', '']]],
    passes: [['cap: at most 1 per calendar year', 'cap: at most 2 per calendar year']],
  },
  {
    rule: 'one-topic-two-figures',
    trips: [
      [
        adding(
          'again',
          'kind: obligation',
          'keeps: breaches',
          'terms: { notifyController: 72 hours }',
          'text: Breaches are reported within {{notifyController}}.',
        ),
      ],
      [
        adding(
          'again',
          'kind: obligation',
          'keeps: subprocessors',
          'terms: { noticePeriod: 15 days }',
          'text: Changes are announced {{noticePeriod}} ahead.',
        ),
      ],
    ],
    passes: [
      adding(
        'again',
        'kind: obligation',
        'keeps: breaches',
        'overrides: [breach]',
        'terms: { notifyController: 24 hours }',
        'text: Breaches are reported within {{notifyController}}.',
      ),
    ],
  },
  {
    rule: 'suspension-missing',
    trips: [
      [[', suspendOnFlag: yes', '']],
      [[', suspendOnFlag: yes', ''], adding('more', 'kind: fact', 'keeps: instructions', 'text: Instructions are kept.')],
    ],
    passes: [['suspendOnFlag: yes', 'suspendOnFlag: no']],
  },
  {
    rule: 'breach-clock-without-start',
    trips: [
      [
        ['      clockStart: it is aware\n', ''],
        [' after {{clockStart}}', ''],
      ],
      [
        ['      clockStart: it is aware\n', ''],
        [' after {{clockStart}}', ''],
        ['48 hours', 'earliest of (48 hours, 2 business days)'],
      ],
    ],
    passes: [['clockStart: it is aware', 'clockStart: the first assessment is made']],
  },
  {
    rule: 'authority-notice-owed-by-processor',
    trips: [
      [['register: yes', 'register: yes\n      authorityBy: processor']],
      [
        adding(
          'authority',
          'kind: obligation',
          'keeps: breaches',
          'text: The processor notifies the supervisory authority of every breach.',
        ),
      ],
    ],
    passes: [
      adding(
        'authority',
        'kind: obligation',
        'keeps: breaches',
        'text: The processor helps the controller when it notifies the supervisory authority of a breach.',
      ),
    ],
  },
  {
    rule: 'breach-register-missing',
    trips: [[['      register: yes\n', '']], [['register: yes', 'register: no']]],
    passes: [
      ['      register: yes\n', ''],
      adding(
        'book',
        'kind: obligation',
        'keeps: breaches',
        'dpv: eu-gdpr:DataBreachRegister',
        'text: The processor enters breaches in a book.',
      ),
    ],
  },
  {
    rule: 'breach-contents-missing',
    trips: [
      [
        [/      contents: .*\n/, ''],
        [' It states {{contents}}.', ''],
      ],
      [['the nature of the breach, the contact point, ', '']],
    ],
    passes: [['the nature of the breach', 'a description of what happened']],
  },
  {
    rule: 'return-promised-without-export',
    trips: [
      [
        ['exportWindow: 30 days, ', ''],
        ['exportWindow: pinned, ', ''],
        ['has {{exportWindow}} to fetch its data.', 'fetches its data.'],
        ['heading: At the end', 'heading: Erasure or return'],
      ],
      [
        ['exportWindow: 30 days, ', 'choice: [erase, return], '],
        ['exportWindow: pinned, ', ''],
        ['has {{exportWindow}} to fetch its data.', 'chooses {{choice}}.'],
      ],
    ],
    passes: [
      ['exportWindow: 30 days, ', ''],
      ['exportWindow: pinned, ', ''],
      ['has {{exportWindow}} to fetch its data.', 'fetches its data.'],
    ],
  },
  {
    rule: 'certificate-missing',
    trips: [
      [
        [', certificate: always', ''],
        [' A certificate is given {{certificate}}.', ''],
      ],
      [
        [', certificate: always', ''],
        ['{{certificate}}', 'sometimes'],
        ['heading: At the end', 'heading: Certificates'],
      ],
    ],
    passes: [['certificate: always', 'certificate: none']],
  },
  {
    rule: 'retention-crosses-the-end',
    trips: [
      [
        ['{ accessLogs: 30 days }', '{ accessLogs: 30 days, submitted: 90 days }'],
        ['for {{accessLogs}}', 'for {{accessLogs}}, letters for {{submitted}}'],
      ],
      [
        adding(
          'letters',
          'kind: obligation',
          'keeps: retention',
          'terms: { submitted: 10 days }',
          'text: Letters are kept for {{submitted}}.',
        ),
      ],
    ],
    passes: [
      adding('letters', 'kind: obligation', 'keeps: retention', 'terms: { billing: 90 days }', 'text: Invoices are kept for {{billing}}.'),
    ],
  },
  {
    rule: 'kept-past-erasure',
    trips: [
      [['accessLogs: 30 days', 'accessLogs: 12 months']],
      [adding('trail', 'kind: obligation', 'keeps: activity-log', 'terms: { keep: 60 days }', 'text: The trail is kept for {{keep}}.')],
    ],
    passes: [['accessLogs: 30 days', 'accessLogs: 44 days']],
  },
  {
    rule: 'erasure-without-exception-of-law',
    trips: [
      [[', except where the law\n      requires otherwise', '']],
      [[', except where the law\n      requires otherwise', ', backups too']],
    ],
    passes: [
      ['All data are erased', 'The data are erased'],
      [', except where the law\n      requires otherwise', ''],
    ],
  },
  {
    rule: 'end-contradicts-itself',
    trips: [
      [
        adding('fixed', 'kind: fact', 'text: The agreement cannot be terminated while the services run.'),
        adding('end', 'kind: fact', 'dpv: dpv:ContractTerminationClause', 'text: The agreement ends automatically with the processing.'),
      ],
      [
        adding('fixed', 'kind: prohibition', 'debtor: controller', 'theirs: true', 'text: Neither side may not end the contract early.'),
        adding('end', 'kind: fact', 'dpv: dpv:ContractualClause', 'text: The contract expires by itself.'),
      ],
    ],
    passes: [
      adding('fixed', 'kind: fact', 'text: The agreement cannot be terminated while the services run.'),
      adding('end', 'kind: fact', 'dpv: dpv:Erase', 'text: A session ends automatically.'),
    ],
  },
  {
    rule: 'audit-notice-missing',
    trips: [
      [
        [', notice: 20 days', ''],
        [', announced {{notice}} ahead', ''],
        ['onAmendment: { notice: pinned }\n    text: The processor allows', 'text: The processor allows'],
      ],
      [
        ['keeps: audits', 'keeps: self-assessment'],
        adding('audit-right', 'kind: obligation', 'keeps: audits', 'text: The processor allows audits.'),
      ],
    ],
    passes: [['notice: 20 days', 'notice: none']],
  },
  {
    rule: 'audit-cap-missing',
    trips: [
      [
        ['cap: at most 1 per calendar year, ', ''],
        ['audits, {{cap}} except', 'audits, except'],
      ],
      [
        ['keeps: audits', 'keeps: self-assessment'],
        adding('audit-right', 'kind: obligation', 'keeps: audits', 'text: The processor allows audits.'),
      ],
    ],
    passes: [['cap: at most 1 per calendar year', 'cap: none']],
  },
  {
    rule: 'audit-cost-missing',
    trips: [
      [
        [', cost: the controller', ''],
        [' The cost is borne by {{cost}}.', ''],
      ],
      [
        ['keeps: audits', 'keeps: self-assessment'],
        adding('audit-right', 'kind: obligation', 'keeps: audits', 'text: The processor allows audits.'),
      ],
    ],
    passes: [['cost: the controller', 'cost: each side its own']],
  },
  {
    rule: 'audit-cap-without-exception',
    trips: [
      [
        [', exceptions: [a breach]', ''],
        ['except after {{exceptions}}', 'and no more'],
      ],
      [
        [', exceptions: [a breach]', ''],
        ['except after {{exceptions}}', 'and no more'],
        ['at most 1 per calendar year', 'at most 2 per rolling 12 months'],
      ],
    ],
    passes: [
      ['cap: at most 1 per calendar year, exceptions: [a breach]', 'cap: none'],
      ['{{cap}} except after {{exceptions}}', '{{cap}}'],
    ],
  },
  {
    rule: 'liability-cap-missing',
    trips: [
      [
        ['{ cap: none }', '{ exclusions: indirect loss }'],
        ['this limit - {{cap}}', 'these exclusions - {{exclusions}}'],
      ],
      [without('liability')],
    ],
    passes: [['{ cap: none }', '{ cap: the fees of the year }']],
  },
  {
    rule: 'reply-lock-missing',
    trips: [
      [[', replyLock: yes', '']],
      [[', replyLock: yes', ''], adding('rights', 'kind: fact', 'keeps: rights-requests', 'text: People have rights.')],
    ],
    passes: [['replyLock: yes', 'replyLock: no']],
  },
]
