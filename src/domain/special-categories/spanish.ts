import type { Lexicon } from './lexicon.ts'

/** Spanish words that state or hint at special data. */
export const spanish: Lexicon = {
  predicates: `tiene, tuvo, es, era, esta, padece, sufre, sufrio, enfermo, enferma, diagnosticado, diagnosticada, practicante, miembro, afiliado, afiliada, militante,
    simpatizante, vota, voto a, votante, convertido, convertida, operado, operada, persona, silla, superviviente, etnia, ingresado, ingresada, ella, apoya`,
  things: `investigacion, fundacion, banco, universidad, hospital, clinica, instituto, asociacion, colegio, escuela, calle, avenida, producto, productos, lector, lectores,
    seguro, seguros, modulo, mercado, feria, proyecto, campana, sl, futbol, riegos, financiera, europea, licitacion, laboral, pedido, compras, tiras,
    zona, equipo, equipos, contra`,
  trades: `vende, venden, compra, fabrica, proveedor, suministra, distribuye, trabaja en, trabaja para, empleado de, cliente de`,
  terms: {
    health: {
      states: `seropositiv*, cancer de mama, cancer de pulmon, cancer de prostata, enfermo de cancer, enferma de cancer, de baja por enfermedad, baja medica, baja por
        maternidad, baja maternal, de baja por depresion, diabetic*, epileptic*, esquizofren*, bipolar, quimioterapia, quimio, silla de ruedas, esclerosis multiple,
        alcoholico en recuperacion, exalcoholico, minusvalido, minusvalida, enfermedad cronica, enfermo terminal, suicida, infarto, embarazada, discapacitad*`,
      hints: `cancer, diabetes, depresion, epilepsia, vih, sida, autista, autismo, tdah, demencia, alzheimer, parkinson, tumor, leucemia, hepatitis, asma, asmatic*,
        anorexia, bulimia, alcoholico, alcoholica, drogadict*, ictus, derrame cerebral, discapacidad, antidepresivos, ingresado por, ingresada por, psiquiatra, psiquiatrico, aborto, sordo, sorda, ciego, ciega,
        migranas, fibromialgia, dialisis, hospitalizad*, alergico, alergica, embarazo, ansiedad`,
      weak: `enfermo, enferma, baja, enfermedad, operacion`,
    },
    religion: {
      states: `catolico practicante, catolica practicante, musulman practicante, testigo de jehova, judio ortodoxo, judia ortodoxa, convertido al islam, convertida al islam,
        hace el ramadan, opus dei, cristiano evangelico`,
      hints: `mezquita, musulman*, judio, judia, budista, hindu, ateo, atea, evangelic*, mormon, islam, ramadan, protestante, catolico, catolica`,
      weak: `cristiano, cristiana, creyente, religioso, religiosa, ortodoxo`,
      offices: `parroco, sacerdote, cura, iman, rabino, pastor, obispo, capellan`,
    },
    union: {
      states: `afiliado a comisiones obreras, afiliada a comisiones obreras, afiliado a ccoo, afiliada a ccoo, afiliado a ugt, afiliada a ugt, delegado sindical,
        delegada sindical, miembro del sindicato, afiliado al sindicato, afiliada al sindicato, sindicalista, cuota sindical, enlace sindical, afiliado a la cgt`,
      hints: `comisiones obreras, ccoo, ugt, sindical, sindicado, sindicada, csif`,
      weak: `sindicato, uso`,
      offices: `delegado sindical, delegada sindical, liberado sindical, enlace sindical`,
    },
    politics: {
      states: `vota al psoe, vota al pp, vota a vox, vota a podemos, vota psoe, vota pp, vota vox, militante de, militante del, afiliado al partido, afiliada al partido,
        afiliado al psoe, afiliado al pp, simpatizante de, simpatizante del, miembro del partido, votante de, votante del, concejal del`,
      hints: `psoe, comunista, independentista, falangista, extrema derecha, extrema izquierda, partido popular, izquierda unida`,
      weak: `podemos, vox, pp, sumar, socialista, ciudadanos`,
    },
    orientation: { states: `homosexual*, lesbiana*, bisexual*, transgenero, transexual*`, hints: `gay, lgtb*`, weak: `trans` },
    ethnicity: {
      states: `etnia gitana, origen etnico, origen racial, de raza, de etnia, color de piel, de origen marroqui, de origen africano, de origen ecuatoriano`,
      hints: `gitano, gitana, etnia, mestizo, mestiza`,
      weak: `negro, negra, arabe, moro`,
    },
    biometric: {
      states: `huella dactilar registrada, huellas dactilares registradas, plantilla facial`,
      hints: `huella dactilar, huellas dactilares, datos biometricos`,
    },
    genetic: { states: `portador del gen, portadora del gen`, hints: `prueba genetica, test genetico, prueba de adn, brca` },
    criminal: {
      states: `condenado por, condenada por, antecedentes penales, estuvo en la carcel, estuvo en prision, en libertad condicional, exconvicto, pena de prision, imputado por`,
      hints: `en la carcel, en prision, preso, de la carcel, imputado, imputada`,
      weak: `carcel, prision, delincuente`,
    },
  },
}
