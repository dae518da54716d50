import type { Agreement, AgreementClause, Annexes, Debtor, Hashes, KeptBy, Party, Processing } from './agreement-shape.ts'
import { figuresIn, filledText, shown } from './agreement/figures.ts'
import type { Block, PaperDocument } from './document.ts'

/** The registers as they stand at a moment; `asOf` is that moment, written for people. */
export type AnnexState = { readonly annexes: Annexes; readonly asOf: string }

/**
 * An agreement as people read and sign it: clauses with their figures filled in, the sheet of parameters, the annexes with the moment of which they are,
 * the recorded answers, and the hashes. HTML and PDF print exactly these blocks. Without `annexState` the opening lists are printed, and said to be so.
 */
export const renderAgreement = (agreement: Agreement, hashes: Hashes, annexState?: AnnexState): PaperDocument => ({
  title: agreement.title,
  language: agreement.language,
  subject: subjectOf(agreement),
  footer: `${agreement.title}, version ${agreement.version}. SHA-256 ${hashes.concluded ?? hashes.template}`,
  blocks: [
    { kind: 'heading', level: 1, text: agreement.title },
    { kind: 'paragraph', text: `${subjectOf(agreement)} It applies from ${agreement.effective}.` },
    ...fingerprints(agreement, hashes),
    ...partiesBlocks(agreement),
    { kind: 'heading', level: 2, text: 'Clauses', id: 'clauses' },
    ...agreement.clauses.map(clauseBlock),
    ...parameterSheet(agreement),
    ...dutySheet(agreement),
    ...processingBlocks(agreement.processing),
    ...measuresBlocks(agreement),
    ...annexBlocks(
      annexState?.annexes ?? agreement.annexes,
      annexState === undefined
        ? `the opening lists of version ${agreement.version}, as of ${agreement.effective}`
        : `the lists as they stand on ${annexState.asOf}`,
    ),
    ...precedenceBlocks(agreement),
    ...resolutionBlocks(agreement),
  ],
})

const subjectOf = ({ version, parties }: Agreement): string => {
  const { controller, processor } = parties
  const between =
    controller === null || processor === null
      ? 'offered to controllers'
      : `between ${controller.legalName} (controller) and ${processor.legalName} (processor)`
  return `Data processing agreement under Article 28 GDPR, version ${version}, ${between}.`
}

const fingerprints = (agreement: Agreement, hashes: Hashes): readonly Block[] => [
  { kind: 'code', label: 'SHA-256 of the template', text: hashes.template },
  ...(hashes.concluded === null ? [] : [{ kind: 'code' as const, label: 'SHA-256 of the concluded agreement', text: hashes.concluded }]),
  ...(agreement.trailKey === null
    ? []
    : [{ kind: 'code' as const, label: 'Fingerprint of the key that signs the trail', text: agreement.trailKey }]),
]

const partiesBlocks = ({ parties }: Agreement): readonly Block[] => {
  const rows = [partyRow('Controller', parties.controller), partyRow('Processor', parties.processor)].filter((row) => row !== null)
  if (rows.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Parties', id: 'parties' },
    { kind: 'table', caption: 'The parties', head: ['Role', 'Name', 'Register number', 'Address', 'Contact for data protection'], rows },
  ]
}

const partyRow = (role: string, party: Party | null): readonly string[] | null =>
  party === null ? null : [role, party.legalName, party.registerNumber, party.address, party.dataProtectionContact]

const clauseBlock = (clause: AgreementClause, index: number): Block => ({
  kind: 'clause',
  id: clause.id,
  number: String(index + 1),
  heading: clause.heading,
  text: filledText(clause),
  figures: figuresIn(clause),
})

const parameterSheet = (agreement: Agreement): readonly Block[] => {
  const rows = agreement.clauses.flatMap((clause, index) =>
    Object.entries(clause.terms).map(([term, value]) => [
      spaced(term),
      shown(value),
      `${index + 1}. ${clause.heading}`,
      owes[clause.debtor],
      effectOn(clause, term),
    ]),
  )
  const time = `Periods are counted in the time zone ${agreement.time.zone} with the public holidays of the calendar ${agreement.time.calendar}.`
  return [
    { kind: 'heading', level: 2, text: 'Parameters', id: 'parameters' },
    { kind: 'paragraph', text: time },
    ...table('Every figure and choice of this agreement', ['Term', 'Value', 'Clause', 'Owed by', 'When amended, what is running'], rows),
  ]
}

const dutySheet = (agreement: Agreement): readonly Block[] => {
  const rows = agreement.clauses.flatMap((clause, index) =>
    clause.kind === 'obligation' || clause.kind === 'prohibition'
      ? [[`${index + 1}. ${clause.heading}`, clause.kind, owes[clause.debtor], keeper(clause.keeps)]]
      : [],
  )
  return rows.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Who keeps what', id: 'duties' },
        ...table('Obligations and prohibitions and how each is kept', ['Clause', 'Kind', 'Owed by', 'Kept by'], rows),
      ]
}

const processingBlocks = (activities: readonly Processing[]): readonly Block[] => [
  { kind: 'heading', level: 2, text: 'Annex: processing', id: 'annex-processing' },
  ...activities.flatMap((activity): readonly Block[] => [
    {
      kind: 'heading',
      level: 3,
      text: activity.description === '' ? activity.purpose : (activity.description.split(/(?<=\.)\s/)[0] ?? activity.purpose),
      id: `processing-${activity.id}`,
    },
    ...(activity.description === '' ? [] : [{ kind: 'paragraph' as const, text: activity.description }]),
    ...table(
      'The activity',
      ['What', 'Agreed'],
      [
        ['Name', activity.id],
        ['Purpose', activity.purpose],
        ['Operations', shown(activity.operations)],
        ['People concerned', shown(activity.dataSubjects)],
        ['Special categories', activity.specialCategories.length === 0 ? 'none' : shown(activity.specialCategories)],
        ['Duration', activity.duration],
      ],
    ),
    ...table(
      'Types of data',
      ['Type', 'Standard name', 'Fields'],
      activity.dataCategories.map(({ name, dpv, columns }) => [name, dpv, columns.join(', ')]),
    ),
  ]),
]

const measuresBlocks = ({ measures }: Agreement): readonly Block[] =>
  measures.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Annex: measures', id: 'annex-measures' },
        ...table(
          'Technical and organisational measures (Article 32 GDPR)',
          ['Measure', 'What is done', 'May it be lowered?'],
          measures.map(({ id, text, floor }) => [id, text, floor ? 'not without a new version' : 'if the level stays the same']),
        ),
      ]

const annexBlocks = ({ subprocessors, locations, contacts }: Annexes, state: string): readonly Block[] => [
  { kind: 'heading', level: 2, text: 'Annex: registers', id: 'annex-registers' },
  { kind: 'paragraph', text: `These are ${state}. Later changes follow the clauses on notice, without a new version.` },
  ...table(
    'Sub-processors',
    ['Name', 'Activity', 'Stored in', 'Reached from', 'Transfer mechanism'],
    subprocessors.map((each) => [each.name, each.activity, each.storageCountry, each.accessCountry, each.transferMechanism]),
  ),
  ...table(
    'Places of processing',
    ['Place'],
    locations.map((place) => [place]),
  ),
  ...table(
    'Contacts',
    ['Role', 'Address'],
    contacts.map(({ role, address }) => [role, address]),
  ),
]

const precedenceBlocks = ({ precedence }: Agreement): readonly Block[] =>
  precedence.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Order of precedence', id: 'precedence' },
        { kind: 'paragraph', text: 'Where two texts differ, the one that stands higher in this list holds.' },
        { kind: 'list', items: precedence },
      ]

const resolutionBlocks = ({ resolutions }: Agreement): readonly Block[] =>
  resolutions.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Recorded answers', id: 'resolutions' },
        ...table(
          'Questions that the text leaves open, and what holds',
          ['Question', 'About', 'Answer', 'Because'],
          resolutions.map(({ rule, about, answer, because }) => [rule, about, answer, because]),
        ),
      ]

const table = (caption: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly Block[] =>
  rows.length === 0 ? [] : [{ kind: 'table', caption, head, rows }]

const owes: Readonly<Record<Debtor, string>> = { processor: 'the processor', controller: 'the controller', both: 'both' }

const effectOn = ({ onAmendment }: AgreementClause, term: string): string => {
  const effect = Object.hasOwn(onAmendment, term) ? onAmendment[term] : undefined
  if (effect === undefined) return ''
  return { pinned: 'keeps its period', follows: 'takes the new period' }[effect]
}

const keeper = (keeps: KeptBy): string => {
  switch (keeps.by) {
    case 'module':
      return `the program (${keeps.module})`
    case 'evidence':
      return keeps.renewEvery === null ? `evidence: ${keeps.evidence}` : `evidence: ${keeps.evidence}, renewed every ${keeps.renewEvery}`
    case 'other party':
      return 'the other party'
    case 'nobody':
      return 'nobody'
  }
}

/** `exportWindow` as people read it: `export window`. */
const spaced = (term: string): string => term.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
