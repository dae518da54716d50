import type { Lexicon } from './lexicon.ts'

/** English words that state or hint at special data. */
export const english: Lexicon = {
  predicates: `has, have, had, is, was, he, she, suffers, suffering, diagnosed, battling, fighting, survivor, survived, after, undergoing, recovering,
    with, devout, practising, practicing, orthodox, liberal, strict, converted, raised, born, registered, identifies, attends, goes to, pays, votes, voted, voter, supports,
    supporter, member, members, joined, party, activist, donated, campaigns, married, openly, living with, due to, because of, partner, child of, of`,
  things: `research, foundation, trust, bank, university, college, hospital, clinic, institute, association, society, charity, aid, uk, school,
    street, road, square, kit, kits, testing, product, products, device, devices, reader, readers, insurance, software, module, market, fair,
    project, week, month, campaign, ltd, inc, plc, llc, sales, vendor, supplier, drug, drugs, costs, cost, estimate, condition, friendly, scanner,
    scanners, access, lock, locks, law, lawyer, architect, drinks, beverages, ear, copy, spot, name, that, friday, socks, food, unit, ward, department, sector, industry, conference, day`,
  trades: `sells, sell, selling, buys, makes, researches, supplies, distributes, treats, works at, works for, employed, employed by, client of,
    customer of, consultant for, account with, met at`,
  terms: {
    health: {
      states: `hiv positive, hiv+, breast cancer, prostate cancer, lung cancer, on sick leave, long term sick, off sick, registered disabled,
        chemotherapy, chemo, bipolar, schizophreni*, autistic, epileptic, diabetic, paraplegic, quadriplegic, miscarriage, wheelchair user,
        multiple sclerosis, mental breakdown, nervous breakdown, suicidal, terminally ill, recovering alcoholic, sick leave, maternity leave`,
      hints: `cancer, diabetes, depression, epilepsy, hiv, aids, pregnant, wheelchair, autism, asperger, adhd, dementia, alzheimer*, parkinson*,
        tumour, tumor, leukaemia, leukemia, hepatitis, asthma, arthritis, anorexi*, bulimi*, ptsd, alcoholic, alcoholism, drug addict, heart attack,
        surgery, dialysis, disabled, disability, burnout, ptsd, antidepressants, psychiatrist, psychiatric, rehab, abortion, ivf, had a stroke, hearing impaired,
        visually impaired, deaf, blind, dyslexi*, migraine*, crohn*, lupus, anxiety disorder, covid, long covid, pacemaker, allergic`,
      weak: `depressed, ill, sick, anxiety, stroke, transplant`,
    },
    religion: {
      states: `jehovah s witness, jehovah witness, practising catholic, practising muslim, practising christian, practising jew, practicing catholic,
        practicing muslim, practicing christian, devout christian, devout catholic, devout muslim, converted to islam, converted to christianity,
        converted to judaism, orthodox jew, born again christian, observes ramadan, keeps kosher, keeps shabbat`,
      hints: `muslim, catholic, jewish, jew, hindu, sikh, buddhist, atheist, protestant, evangelical, mormon, scientologist, quaker, islam, agnostic,
        baptist, lutheran, anglican, methodist, ramadan, shia, sunni`,
      weak: `christian, religious, orthodox, church, mosque, synagogue`,
      offices: `chaplain, parish priest, priest, imam, rabbi, pastor, vicar, reverend, minister of religion`,
    },
    union: {
      states: `trade union member, union member, shop steward, joined the union, member of the union, member of unison, member of unite,
        member of gmb, union rep, union representative, trade unionist, union dues, pays union dues`,
      hints: `unionised, unionized, trade union`,
      weak: `union, unison, gmb`,
      offices: `trade union, union representative, shop steward, union organiser, union organizer`,
    },
    politics: {
      states: `card carrying, conservative party member, labour party member, member of the labour party, member of the conservative party,
        member of the green party, registered republican, registered democrat, party member, votes labour, votes conservative, votes tory,
        votes republican, votes democrat, votes green, communist party`,
      hints: `brexiteer, councillor, communist, marxist, anarchist, trump supporter, tory voter, labour voter, far right, far left, socialist, fascist`,
      weak: `labour, tory, tories, conservative, conservatives, republican, democrat, greens, lib dem, ukip, reform, left wing, right wing`,
    },
    orientation: {
      states: `homosexual*, lesbian*, bisexual*, transgender, transsexual, gay man, gay couple, same sex partner, same sex couple, openly gay`,
      hints: `gay, queer, lgbt*, non binary, nonbinary`,
      weak: `trans, straight`,
    },
    ethnicity: {
      states: `african american, roma origin, ethnic background, ethnic origin, ethnicity, skin colour, skin color, mixed race, afro caribbean,
        gypsy traveller`,
      hints: `kurdish descent, descent, hispanic, latino, latina, caucasian, romani, person of colour, person of color`,
      weak: `black, asian, roma, arab`,
    },
    biometric: {
      states: `fingerprint on file, fingerprints on file, face template, fingerprint template, iris scan on file, voiceprint on file`,
      hints: `fingerprint*, iris scan, biometric data, faceprint, voiceprint`,
    },
    genetic: {
      states: `brca1 carrier, brca2 carrier, gene carrier`,
      hints: `dna test, genetic test, brca1, brca2, genome sequenced, genetic`,
    },
    criminal: {
      states: `criminal record, convicted of, previous conviction, previous convictions, in prison for, years in prison, served time, on parole,
        on probation, ex convict, sex offender, prison sentence`,
      hints: `in prison, convicted, felony, indicted, in jail, conviction`,
      weak: `prison, jail, arrested`,
    },
  },
}
