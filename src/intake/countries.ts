import { normaliseName } from '../domain/normalise.ts'

/** ISO 3166-1 alpha-2, all officially assigned codes. */
const codes = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN ' +
    'CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM ' +
    'HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ' +
    'ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI ' +
    'VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
)

/** Names as people write them in English, French, Danish, German, Spanish, Norwegian and Swedish; Europe and the large partners. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AT: 'austria,autriche,østrig,österreich,österrike',
    AU: 'australia,australie,australien',
    BE: 'belgium,belgique,belgien,bélgica,belgia',
    BG: 'bulgaria,bulgarie,bulgarien',
    BR: 'brazil,brésil,brasilien,brasil',
    CA: 'canada,kanada,canadá',
    CH: 'switzerland,suisse,schweiz,suiza,sveits',
    CN: 'china,chine,kina',
    CY: 'cyprus,chypre,cypern,zypern,chipre,kypros',
    CZ: 'czechia,czech republic,tchéquie,république tchèque,tjekkiet,tschechien,chequia,república checa,tsjekkia,tjeckien',
    DE: 'germany,allemagne,tyskland,deutschland,alemania',
    DK: 'denmark,danemark,danmark,dänemark,dinamarca',
    EE: 'estonia,estonie,estland',
    ES: 'spain,espagne,spanien,españa,spania',
    FI: 'finland,finlande,finnland,finlandia',
    FR: 'france,frankrig,frankreich,francia,frankrike',
    GB: 'united kingdom,uk,great britain,england,scotland,wales,royaume uni,storbritannien,det forenede kongerige,vereinigtes königreich,reino unido,storbritannia',
    GL: 'greenland,grønland,groenland',
    FO: 'faroe islands,færøerne',
    GR: 'greece,grèce,grækenland,griechenland,grecia,hellas,grekland',
    HR: 'croatia,croatie,kroatien,croacia,kroatia',
    HU: 'hungary,hongrie,ungarn,hungría,ungern',
    IE: 'ireland,irlande,irland,irlanda',
    IN: 'india,inde,indien',
    IS: 'iceland,islande,island,islandia',
    IT: 'italy,italie,italien,italia',
    JP: 'japan,japon,japón',
    LI: 'liechtenstein',
    LT: 'lithuania,lituanie,litauen,lituania',
    LU: 'luxembourg,luxemburg,luxemburgo',
    LV: 'latvia,lettonie,letland,lettland,letonia',
    MT: 'malta,malte',
    MX: 'mexico,mexique,méxico',
    NL: 'netherlands,the netherlands,holland,pays bas,nederlandene,niederlande,países bajos,nederland,nederländerna',
    NO: 'norway,norvège,norge,norwegen,noruega',
    PL: 'poland,pologne,polen,polonia',
    PT: 'portugal',
    RO: 'romania,roumanie,rumænien,rumänien,rumania',
    SE: 'sweden,suède,sverige,schweden,suecia',
    SI: 'slovenia,slovénie,slovenien,slowenien,eslovenia',
    SK: 'slovakia,slovaquie,slovakiet,slowakei,eslovaquia,slovakien',
    TR: 'turkey,türkiye,turquie,tyrkiet,türkei,turquía',
    UA: 'ukraine,ucrania,ukraina',
    US: 'united states,united states of america,usa,états unis,vereinigte staaten,estados unidos,forenede stater',
  }).flatMap(([code, list]) => list.split(',').map((name) => [normaliseName(name), code] as const)),
)

/** The ISO code of a country given as code (`dk`, `UK`) or by name in one of seven languages; null when it is none of these. */
export const countryCode = (text: string): string | null => {
  const upper = text.trim().toUpperCase()
  if (codes.has(upper)) return upper
  return names.get(normaliseName(text)) ?? null
}
