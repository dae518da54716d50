import type { Lexicon } from './lexicon.ts'

/** French words that state or hint at special data. */
export const french: Lexicon = {
  predicates: `souffre, atteint, atteinte, malade, est, etait, elle, il, a, ancien, ancienne, pratiquant, pratiquante, converti, convertie, vote, votait,
    adherent, adherente, membre, militant, militante, sympathisant, sympathisante, encarte, encartee, elu, elue, affilie, affiliee, soutient, suite a,
    traite pour, hospitalise, hospitalisee, operee, opere, personne, origine, ne, nee`,
  things: `recherche, fondation, banque, universite, institut, hopital, clinique, association, ligue, ecole, rue, avenue, produit, produits, lecteur,
    lecteurs, assurance, mutuelle, logiciel, salon, projet, journee, sas, sarl, sa, scop, copropriete, eaux, intercommunal, mixte, initiative,
    financiere, mur, acoustiques, mme, mlle, secteur, marche, colis, livraison, controlee, mission, politique, service, services, stand, europeenne, tableau, francaise, usine`,
  trades: `vend, vendent, achete, fabrique, fournisseur, fournit, distribue, travaille a, travaille chez, travaille pour, travaille au, salarie de, client de,
    client du, cliente de, employe a, employe chez, rencontre au`,
  terms: {
    health: {
      states: `seropositi*, longue maladie, cancer du sein, cancer du poumon, cancer de la prostate, en arret maladie, arret maladie, conge maladie, conge maternite,
        diabetique*, epileptique*, travailleur handicape, travailleuse handicapee, rqth, sclerose en plaques, chimiotherapie, chimio, schizophren*,
        bipolaire, suicidaire, fausse couche, depression nerveuse, ancien alcoolique, ancienne alcoolique, affection longue duree,
        malade du cancer, tetraplegique, paraplegique, mi temps therapeutique`,
      hints: `cancer, diabete, depression, depressif, depressive, epilepsie, vih, sida, enceinte, fauteuil roulant, autiste, autisme, avc, alzheimer, parkinson,
        tumeur, leucemie, hepatite, asthme, asthmatique, alcoolique, toxicomane, infarctus, handicape, handicapee, burn out, burnout, antidepresseurs, psychiatrique,
        psychiatre, avortement, ivg, fiv, sourd, sourde, aveugle, malvoyant*, malentendant*, dyslexi*, hospitalise, hospitalisee, dialyse, endometriose,
        fibromyalgie, allergique`,
      weak: `malade, handicap, maladie, cardiaque, maladies`,
    },
    religion: {
      states: `musulman pratiquant, musulmane pratiquante, catholique pratiquant, catholique pratiquante, juif pratiquant, juive pratiquante, temoin de jehovah,
        fait le ramadan, converti a l islam, convertie a l islam, converti au judaisme, mange casher, mange halal, chretien pratiquant`,
      hints: `musulman*, juif, juive, bouddhiste, hindou*, athee, protestant, protestante, evangelique, islam, ramadan, catholique`,
      weak: `chretien, chretienne, croyant, croyante, orthodoxe, eglise, mosquee`,
      offices: `cure de la paroisse, cure, imam, rabbin, pretre, pasteur, aumonier, diacre`,
    },
    union: {
      states: `syndique, syndiquee, cegetiste*, delegue syndical, deleguee syndicale, elu cgt, elue cgt, elu cfdt, elue cfdt, elu fo, adherent cgt, adherent a la cgt,
        adherente a la cgt, adherent a la cfdt, adherente a la cfdt, adherent a la cftc, adherente a la cftc, membre du syndicat force ouvriere,
        militant cgt, syndicaliste, cotisation syndicale, membre de la cgt, membre de la cfdt, membre d un syndicat, carte cgt`,
      hints: `cgt, cfdt, cftc, cfe cgc, force ouvriere, syndical, syndicale`,
      weak: `syndicat, unsa`,
      offices: `delegue syndical, deleguee syndicale, secretaire syndical, representant syndical, permanent syndical`,
    },
    politics: {
      states: `encarte, encartee, militant communiste, militante communiste, militant socialiste, militante socialiste, adherent du parti, adherente du parti,
        adherent au parti, membre du parti, vote front national, vote rn, vote fn, vote macron, vote melenchon, vote a gauche, vote a droite,
        vote socialiste, sympathisant du parti`,
      hints: `communiste, pour le rn, front national, rassemblement national, france insoumise, parti socialiste, les republicains, extreme droite, extreme gauche,
        macroniste, melenchoniste, gilet jaune, royaliste`,
      weak: `socialiste, ecologiste, insoumise, reconquete, lfi, rn, gaulliste`,
    },
    orientation: {
      states: `homosexuel*, lesbienne*, bisexuel*, transgenre, transsexuel*, pacs avec un homme`,
      hints: `homo, gay, lgbt*, non binaire`,
      weak: `trans`,
    },
    ethnicity: {
      states: `origine ethnique, d origine algerienne, d origine marocaine, d origine tunisienne, d origine africaine, d origine turque, d origine maghrebine,
        d origine senegalaise, d origine malienne, d origine vietnamienne, d origine portugaise, d origine kurde, d origine rom, couleur de peau`,
      hints: `maghrebin, maghrebine, metis, metisse, gitan, gitane, antillais, antillaise, tzigane`,
      weak: `arabe, rom, kurde, africaine`,
    },
    biometric: {
      states: `empreintes digitales enregistrees, empreinte digitale enregistree, gabarit facial`,
      hints: `empreintes digitales, empreinte digitale, donnees biometriques, reconnaissance faciale`,
    },
    genetic: { states: `test genetique positif, porteur du gene, porteuse du gene`, hints: `test genetique, test adn, maladie genetique` },
    criminal: {
      states: `condamne pour, condamnee pour, casier judiciaire, fait de la prison, sous bracelet electronique, ex detenu, ancien detenu, mis en examen,
        mise en examen, en liberte conditionnelle, peine de prison`,
      hints: `en prison, incarcere, incarceree, en detention, de detention, garde a vue, sursis`,
      weak: `prison, delinquant, detenu`,
    },
  },
}
