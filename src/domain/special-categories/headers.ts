import type { SpecialCategory } from '../special-categories.ts'
import { listed } from './words.ts'

/**
 * Names of columns that announce special data: folded whole words in English, French, Danish, Spanish,
 * and near cousins. A term that starts with = is an everyday word and must be the whole name ("Union", but not "European Union region").
 */
export const headerTerms: readonly (readonly [SpecialCategory, readonly string[]])[] = [
  [
    'identity',
    listed(`
      ssn, social security, social security number, national id, national insurance, national insurance number, =passport,
      passport number, identity number, id card, nino, =nir, numero de securite sociale, securite sociale, num secu, no secu,
      numero secu, carte d identite, passeport, cpr, cprnr, cpr nr, cpr nummer, cprnummer, personnummer, fodselsnummer,
      pasnummer, dni, =nif, =nie, numero de identidad, documento de identidad, pasaporte, seguridad social`),
  ],
  [
    'health',
    listed(`
      =health, health status, =medical, medical notes, illness, disease, diagnosis, disability, =disabled, allergies, allergy,
      blood type, blood group, pregnant, pregnancy, sick leave, medication, vaccination, vaccinated, hiv, =sante, etat de sante,
      maladie, =handicap, rqth, allergie, diagnostic medical, grossesse, groupe sanguin, arret maladie, medicaments, helbred,
      helbredsoplysninger, sygdom, sygdomme, =diagnose, diagnoser, allergier, allergi, graviditet, gravid, sygefravaer, blodtype,
      =medicin, vaccineret, =salud, estado de salud, enfermedad, enfermedades, discapacidad, minusvalia, diagnostico, alergias,
      alergia, embarazo, embarazada, baja medica, grupo sanguineo, medicacion, krankheit, gesundheit, behinderung`),
  ],
  [
    'religion',
    listed(`
      religion, religious, religious belief, =faith, =belief, beliefs, =church, denomination, =confession, croyance, croyances,
      =culte, convictions religieuses, =tro, trosretning, trossamfund, =kirke, folkekirken, livssyn, religion confesion,
      =confesion, creencias, creencia, =iglesia, =fe, konfession`),
  ],
  [
    'union',
    listed(`
      =union, trade union, union member, union membership, labor union, labour union, =syndicat, syndique, syndiquee,
      appartenance syndicale, affiliation syndicale, fagforening, fagforbund, fagforeningsmedlem, fagligt tilhorsforhold,
      =sindicato, afiliacion sindical, sindicado, gewerkschaft`),
  ],
  [
    'politics',
    listed(`
      =politics, =political, political party, political opinion, political views, party membership, voting intention, =vote,
      =politique, opinion politique, opinions politiques, parti politique, =parti, =politik, politisk, politisk overbevisning,
      partimedlemskab, stemmer pa, =politica, opinion politica, partido politico, =partido, =voto, ideologia, =partei`),
  ],
  [
    'orientation',
    listed(`
      sexual orientation, sexuality, sex life, gender identity, lgbt, lgbtq, orientation sexuelle, sexualite, identite de genre,
      vie sexuelle, seksualitet, seksuel orientering, konsidentitet, orientacion sexual, sexualidad, vida sexual,
      identidad de genero, sexuelle orientierung`),
  ],
  [
    'ethnicity',
    listed(`
      =race, ethnicity, ethnic, ethnic origin, ethnic background, ethnic group, skin colour, skin color, origine ethnique,
      =ethnie, origine raciale, couleur de peau, etnicitet, etnisk, etnisk oprindelse, etnisk baggrund, hudfarve, etnia,
      origen etnico, raza, color de piel, hautfarbe`),
  ],
  [
    'biometric',
    listed(`
      biometric, biometrics, fingerprint, fingerprints, face template, iris scan, voiceprint, biometrie, biometrique,
      empreinte digitale, empreintes digitales, biometri, biometrisk, fingeraftryk, biometria, biometrico, huella dactilar,
      huellas dactilares, fingerabdruck`),
  ],
  [
    'genetic',
    listed(`
      =genetic, =genetics, dna, genome, dna test, genetique, adn, genetik, gentest, genetica, genoma`),
  ],
  [
    'criminal',
    listed(`
      criminal, criminal record, convictions, =conviction, =offences, =offenses, casier judiciaire, condamnations, infractions,
      straffeattest, straffedomme, =domme, strafbare forhold, antecedentes penales, condenas, delitos, vorstrafen`),
  ],
]
