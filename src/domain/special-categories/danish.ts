import type { Lexicon } from './lexicon.ts'

/** Danish words that state or hint at special data; Norwegian and Swedish spell many of them alike. Folded: ø is o, å is a, æ is ae. */
export const danish: Lexicon = {
  predicates: `har, er, var, lider, lider af, hun, han, diagnosticeret, ramt, ramt af, praktiserende, troende, medlem, medlem af, medl, aktiv, aktiv i, stemmer,
    stemmer pa, organiseret, organiseret i, organiseret hos, gift, tidligere, torlagt, fik, faet, opereret, opereret for, behandles for, pga, grundet, konverteret, opstillet, af`,
  things: `forskning, fond, fonden, bank, universitet, hospital, sygehus, klinik, forening, foreningen, skole, vej, gade, udstyr, produkt, produkter, laeser,
    laesere, forsikring, software, modul, marked, projekt, kampagne, aps, as, prognose, prisaendring, side, porten, dor, messe, uge, bekaempelse,
    raadgivning, radgivning, afdeling, afdelingen, loyalitetsprogrammet, klubben`,
  trades: `saelger, saelge, koeber, kober, producerer, leverer, leverandor, behandler, ansat hos, ansat i, ansat pa, arbejder hos, arbejder for, arbejder i, kunde hos,
    tilbud pa`,
  terms: {
    health: {
      states: `kraeftsyg*, hiv positiv, sygemeldt, langtidssyg, sygeorlov, brystkraeft, lungekraeft, prostatakraeft, sukkersyge, diabetiker, epileptiker, kemoterapi, kemo,
        skizofren*, bipolar, autist, depressiv, fortidspension*, barselsorlov, kroniker, kronisk syg, alvorligt syg, torlagt alkoholiker, korestolsbruger,
        dissemineret sklerose, kraeftramt, seropositiv, selvmordstruet, blodprop`,
      hints: `kraeft, diabetes, depression, epilepsi, hiv, aids, gravid, korestol, autisme, adhd, demens, demen*, alzheimer*, parkinson*, svulst, tumor, leukaemi,
        hepatitis, astma, gigt, anoreksi, bulimi, ptsd, alkoholiker, narkoman, hjerteanfald, sklerose, handicappet, udbraendt, psykiater, psykiatrisk,
        abort, dov, blind, ordblind, migraene, crohns, stofskifte*, dialyse, indlagt, allergisk, allergiker, antidepressiv*, sindslidende, barsel`,
      weak: `syg, handicap, psykisk`,
    },
    religion: {
      states: `jehovas vidne*, praktiserende katolik, praktiserende muslim, meldt ud af folkekirken, medlem af folkekirken, indre mission, konverteret til islam,
        troende muslim, troende kristen, holder ramadan, faster under ramadan`,
      hints: `i moske, muslim, katolik, jode, jodisk, hindu, sikh, buddhist, ateist, islam, ramadan, muslimsk, folkekirken, mormon, katolsk`,
      weak: `kristen, troende, religios, kirke, moske`,
      offices: `sognepraest, hospitalspraest, faengselspraest, feltpraest, praest, imam, rabbiner, provst, biskop, pastor`,
    },
    union: {
      states: `medlem af 3f, medlem af hk, medlem af djof, medlem af dansk metal, medlem af foa, medlem af prosa, medlem af ida, fagforeningsmedlem*, faellestillidsrepraesentant*,
        tillidsrepraesentant*, tillidsmand, medlem af en fagforening, fagligt organiseret, organiseret i dansk metal, organiseret i 3f, organiseret i hk,
        fagforeningskontingent, medlem af krifa, medlem af fagforening*`,
      hints: `fagforening, fagforeningen, fagbevaegelsen`,
      weak: `3f, hk, djof, foa, krifa`,
      offices: `tillidsrepraesentant, faellestillidsrepraesentant, tillidsmand, faglig sekretaer`,
    },
    politics: {
      states: `medlem af venstre, medlem af socialdemokratiet, medlem af enhedslisten, medlem af konservative, medlem af sf, medlem af dansk folkeparti,
        medlem af liberal alliance, aktiv i dansk folkeparti, aktiv i venstre, aktiv i sf, partimedlem, stiller op for, byradskandidat, folketingskandidat`,
      hints: `kommunist, enhedslisten, dansk folkeparti, socialdemokratiet, liberal alliance, socialdemokrat, alternativet, nye borgerlige, anarkist,
        danmarksdemokraterne, radikale venstre`,
      weak: `venstre, konservative, sf, radikal, moderaterne`,
    },
    orientation: {
      states: `homoseksuel*, lesbisk*, biseksuel*, transkonnet, transseksuel, bosse, gift med en mand, gift med en kvinde`,
      hints: `gay, lgbt*, queer`,
      weak: `trans`,
    },
    ethnicity: {
      states: `etnisk baggrund, etnisk oprindelse, etnicitet, af tyrkisk afstamning, af anden etnisk herkomst, hudfarve, indvandrerbaggrund`,
      hints: `afstamning, herkomst, roma, sigojner`,
      weak: `sort, arabisk, kurdisk, tyrkisk`,
    },
    biometric: { states: `fingeraftryk registreret, ansigtsskabelon`, hints: `fingeraftryk, biometriske data, irisscanning` },
    genetic: { states: `gentest viser`, hints: `gentest, dna test, arvelig sygdom, genfejl` },
    criminal: {
      states: `domt for, plettet straffeattest, siddet i faengsel, tidligere straffet, straffet for, faengselsdom, betinget dom, sigtet for, afsoner`,
      hints: `i faengsel, straffeattest, kriminel`,
      weak: `faengsel, anholdt`,
    },
  },
}
