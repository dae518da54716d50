import type { ImportColumn } from '../../domain/columns.ts'

/** A list written with commas, over several lines. */
const listed = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

/**
 * What this wing takes from a file of contacts, and the names under which people keep it: English, French, Danish, then German, Spanish,
 * Norwegian and Swedish. Work contact data only; a column that is none of these is not imported.
 */
export const enrichmentColumns: readonly ImportColumn[] = [
  {
    key: 'firstName',
    kind: 'personName',
    maximum: 100,
    synonyms: listed(`
      first name, firstname, given name, forename, contact first name, prénom, prénoms, prénom du contact, fornavn, fornavne,
      vorname, nombre, nombre de pila, förnamn`),
  },
  {
    key: 'lastName',
    kind: 'personName',
    maximum: 100,
    synonyms: listed(`
      last name, lastname, surname, family name, contact last name, nom, nom de famille, nom du contact, efternavn, nachname,
      familienname, apellido, apellidos, etternavn, efternamn`),
  },
  {
    key: 'fullName',
    kind: 'personName',
    maximum: 200,
    synonyms: listed(`
      name, full name, fullname, contact, contact name, person, nom complet, nom prénom, nom et prénom, interlocuteur, navn,
      fulde navn, kontaktperson, kontakt, vollständiger name, ansprechpartner, nombre completo, nombre y apellidos, fullt navn,
      namn, fullständigt namn`),
  },
  {
    key: 'email',
    kind: 'email',
    maximum: 254,
    synonyms: listed(`
      email, e mail, mail, email address, e mail address, work email, business email, contact e mail, contact email, courriel,
      adresse e mail, adresse email, adresse mail, adresse électronique, mél, e mail adresse, emailadresse, mailadresse,
      e postadresse, epost, e post, correo, correo electrónico, e mail professionnel, email professionnel, arbejdsmail,
      arbejds e mail`),
  },
  {
    key: 'phone',
    kind: 'phone',
    maximum: 40,
    synonyms: listed(`
      phone, telephone, tel, phone number, telephone number, work phone, business phone, contact phone, direct phone, mobile,
      mobile phone, cell, cell phone, téléphone, tél, numéro de téléphone, téléphone professionnel, portable, mobil, telefon,
      telefonnummer, tlf, tlf nr, tlfnr, mobilnummer, direkte nummer, teléfono, móvil, handy, rufnummer, arbejdstelefon`),
  },
  {
    key: 'title',
    kind: 'title',
    maximum: 200,
    synonyms: listed(`
      title, job title, jobtitle, position, role, function, fonction, poste, intitulé du poste, titre, stilling, titel, jobtitel,
      stillingsbetegnelse, funktion, berufsbezeichnung, cargo, puesto, befattning, tittel`),
  },
  {
    key: 'company',
    kind: 'organisation',
    maximum: 200,
    synonyms: listed(`
      company, company name, organisation, organization, organisation name, organization name, account, account name, employer,
      business, société, entreprise, raison sociale, nom de la société, nom entreprise, organisme, établissement,
      nom établissement, virksomhed, virksomhedsnavn, firma, firmanavn, selskab, arbejdsgiver, unternehmen, firmenname, empresa,
      compañía, bedrift, företag, företagsnamn`),
  },
  {
    key: 'linkedin',
    kind: 'linkedin',
    maximum: 300,
    synonyms: listed(`
      linkedin, linked in, linkedin url, linkedin profile, linkedin profile url, contact linkedin url, profil linkedin,
      lien linkedin, linkedin profil, perfil linkedin, perfil de linkedin, url linkedin`),
  },
  {
    key: 'website',
    kind: 'url',
    maximum: 300,
    synonyms: listed(`
      website, web site, web, url, homepage, domain, company website, company domain, site, site web, site internet, domaine,
      hjemmeside, webside, webadresse, domæne, webseite, internetseite, sitio web, página web, nettsted, hemsida`),
  },
  {
    key: 'industry',
    kind: 'text',
    maximum: 200,
    synonyms: listed(`
      industry, sector, company industry, secteur, secteur d activité, branche, industri, sektor, industria, bransje, bransch`),
  },
  {
    key: 'companySize',
    kind: 'text',
    maximum: 50,
    synonyms: listed(`
      company size, employees, number of employees, headcount, size, effectif, effectifs, taille, nombre de salariés,
      antal ansatte, ansatte, størrelse, mitarbeiter, mitarbeiterzahl, empleados, número de empleados, antall ansatte,
      antal anställda`),
  },
  {
    key: 'location',
    kind: 'text',
    maximum: 300,
    synonyms: listed(`
      location, city, town, company location, office location, address, ville, adresse, localisation, lieu, commune, nom commune,
      by, lokation, kontor, ort, stadt, standort, ciudad, dirección, ubicación, sted, stad, adress`),
  },
  {
    key: 'country',
    kind: 'country',
    maximum: 60,
    synonyms: listed(`
      country, country code, pays, code pays, land, landekode, landkode, país, código de país`),
  },
]
