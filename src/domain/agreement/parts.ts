import type { Annexes, Measure, Party, Processing, Resolution, Subprocessor } from '../agreement-shape.ts'
import type { Note, Tree } from './tree.ts'
import { readFields, readItems, readText, readTexts, readYesNo, refuseTwins } from './tree.ts'

/** What an id may look like: lower case, digits and hyphens, at most 60 characters, a letter first. */
export const idRule = {
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  expected: 'lower-case words joined by hyphens, as in breach-notice',
  longest: 60,
}

const dpvRule = {
  pattern: /^[a-z][a-z-]*:[A-Za-z0-9-]+$/,
  expected: 'a name with its vocabulary, as in dpv:Obligation',
  longest: 80,
  otherwise: '',
}

type Fields = ReadonlyMap<string, Tree>

/** Art. 28(3), first sentence: what is processed, of whom, for what, how long. */
export const readProcessing = (file: Fields, note: Note): readonly Processing[] => {
  const activities = readItems(file, 'processing', '', note, 50).map(({ tree, at }) => readActivity(tree, at, note))
  refuseTwins(
    activities.map(({ id }) => id),
    (index) => `processing[${index}].id`,
    note,
  )
  return activities
}

const activityKeys = ['id', 'purpose', 'description', 'operations', 'dataCategories', 'dataSubjects', 'specialCategories', 'duration']

const readActivity = (tree: Tree, at: string, note: Note): Processing => {
  const fields = readFields(tree, at, activityKeys, note)
  return {
    id: readText(fields, 'id', at, note, idRule),
    purpose: readText(fields, 'purpose', at, note),
    description: readText(fields, 'description', at, note, { otherwise: '', longest: 4000 }),
    operations: readTexts(fields, 'operations', at, note),
    dataCategories: readItems(fields, 'dataCategories', at, note).map((item) => {
      const category = readFields(item.tree, item.at, ['name', 'dpv', 'columns'], note)
      return {
        name: readText(category, 'name', item.at, note),
        dpv: readText(category, 'dpv', item.at, note, dpvRule),
        columns: readTexts(category, 'columns', item.at, note, { longest: 80 }),
      }
    }),
    dataSubjects: readTexts(fields, 'dataSubjects', at, note),
    specialCategories: readTexts(fields, 'specialCategories', at, note),
    duration: readText(fields, 'duration', at, note, { otherwise: '', longest: 1000 }),
  }
}

export const readMeasures = (file: Fields, note: Note): readonly Measure[] => {
  const measures = readItems(file, 'measures', '', note).map(({ tree, at }) => {
    const fields = readFields(tree, at, ['id', 'text', 'dpv', 'floor'], note)
    return {
      id: readText(fields, 'id', at, note, idRule),
      text: readText(fields, 'text', at, note, { longest: 2000 }),
      dpv: readText(fields, 'dpv', at, note, dpvRule),
      floor: readYesNo(fields, 'floor', at, note),
    }
  })
  refuseTwins(
    measures.map(({ id }) => id),
    (index) => `measures[${index}].id`,
    note,
  )
  return measures
}

/** The opening lists; later states come from events under the notice clause. */
export const readAnnexes = (file: Fields, note: Note): Annexes => {
  const tree = file.get('annexes')
  if (tree === undefined || tree.is === 'nothing') return { subprocessors: [], locations: [], contacts: [] }
  const fields = readFields(tree, 'annexes', ['subprocessors', 'locations', 'contacts'], note)
  const subprocessors = readItems(fields, 'subprocessors', 'annexes', note).map((item) => readSubprocessor(item.tree, item.at, note))
  refuseTwins(
    subprocessors.map(({ id }) => id),
    (index) => `annexes.subprocessors[${index}].id`,
    note,
  )
  return {
    subprocessors,
    locations: readTexts(fields, 'locations', 'annexes', note),
    contacts: readItems(fields, 'contacts', 'annexes', note).map(({ tree: contact, at }) => {
      const entry = readFields(contact, at, ['role', 'address'], note)
      return { role: readText(entry, 'role', at, note), address: readText(entry, 'address', at, note) }
    }),
  }
}

const readSubprocessor = (tree: Tree, at: string, note: Note): Subprocessor => {
  const fields = readFields(tree, at, ['id', 'name', 'activity', 'storageCountry', 'accessCountry', 'transferMechanism'], note)
  const storageCountry = readText(fields, 'storageCountry', at, note)
  return {
    id: readText(fields, 'id', at, note, idRule),
    name: readText(fields, 'name', at, note),
    activity: readText(fields, 'activity', at, note, { longest: 1000 }),
    storageCountry,
    accessCountry: readText(fields, 'accessCountry', at, note, { otherwise: storageCountry }),
    transferMechanism: readText(fields, 'transferMechanism', at, note, { otherwise: 'none' }),
  }
}

/** The two parties of a concluded agreement; a template names neither. */
export const readParties = (file: Fields, note: Note): { readonly controller: Party | null; readonly processor: Party | null } => {
  const tree = file.get('parties')
  if (tree === undefined || tree.is === 'nothing') return { controller: null, processor: null }
  const fields = readFields(tree, 'parties', ['controller', 'processor'], note)
  return { controller: readParty(fields, 'controller', note), processor: readParty(fields, 'processor', note) }
}

const readParty = (parties: Fields, role: 'controller' | 'processor', note: Note): Party | null => {
  const tree = parties.get(role)
  if (tree === undefined || tree.is === 'nothing') return null
  const at = `parties.${role}`
  const fields = readFields(tree, at, ['legalName', 'registerNumber', 'address', 'dataProtectionContact'], note)
  return {
    legalName: readText(fields, 'legalName', at, note),
    registerNumber: readText(fields, 'registerNumber', at, note),
    address: readText(fields, 'address', at, note),
    dataProtectionContact: readText(fields, 'dataProtectionContact', at, note),
  }
}

export const readResolutions = (file: Fields, note: Note): readonly Resolution[] =>
  readItems(file, 'resolutions', '', note).map(({ tree, at }) => {
    const fields = readFields(tree, at, ['rule', 'about', 'answer', 'because'], note)
    return {
      rule: readText(fields, 'rule', at, note),
      about: readText(fields, 'about', at, note),
      answer: readText(fields, 'answer', at, note, { longest: 2000 }),
      because: readText(fields, 'because', at, note, { longest: 2000 }),
    }
  })
