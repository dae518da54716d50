/** What the reader, the linter and the conclusion of an agreement say when they say no. */
export const agreementWords = {
  // Reading a file
  agreement_too_long: 'The file has {length} characters, at most {longest} are read; shorten it or move long texts out of the agreement.',
  agreement_not_yaml: '{at}: this is no YAML 1.2 ({problem}); correct the syntax there.',
  agreement_too_deep: '{at}: lists and mappings are nested deeper than {deepest} levels, which no part of an agreement is; flatten them.',
  agreement_alias:
    '{at} (line {line}): anchors and aliases are not read, because an agreement says everything where it stands; write the value out.',
  agreement_tag: '{at} (line {line}): the tag {tag} is not read, because every value is a text; remove the tag.',
  agreement_key: 'Line {line}: a key under "{at}" is no plain text; write a plain key.',
  agreement_key_twice:
    '{at} (line {line}): the key "{key}" stands there a second time, and only one value can hold; remove one of the two.',
  agreement_not_a_mapping: '{at}: found {found}, expected a mapping with the keys {keys}; write "key: value" lines.',
  agreement_unknown_key: '{at} (line {line}): the key "{key}" is not known (nearest: "{nearest}"); use one of {known}.',
  agreement_not_a_text: '{at} (line {line}): found {found}, expected a text; write one value there.',
  agreement_not_a_list: '{at} (line {line}): found {found}, expected a list; write items with "- " or in square brackets.',
  agreement_list_too_long: '{at} (line {line}): {length} entries, expected 1 to {most}; shorten the list, fill it, or leave the key out.',
  agreement_text_too_long: '{at} (line {line}): {length} characters, at most {longest} are read there; shorten the text or split it.',
  agreement_unprintable:
    '{at} (line {line}): the text holds a control, invisible or direction-turning character, so that people would not see what they sign; remove it.',
  agreement_wrong_form: '{at}: found "{found}", expected {expected}; correct the value.',
  agreement_wrong_word: '{at} (line {line}): found "{found}" (nearest: "{nearest}"), expected one of {allowed}; use one of these.',
  agreement_missing: '{at}: nothing is there, and the agreement cannot be read without it; write it.',
  agreement_twice: '{at}: "{found}" stands there a second time; every entry of a list is different, so rename one or remove it.',
  agreement_kept_in_several_ways: '{at}: the clause names {ways}, and a clause is kept in one way; leave one of them.',
  agreement_unknown_module:
    '{at} (line {line}): no module is called "{module}" (nearest: "{nearest}"); use one of {known}, or "manual" with the evidence that a person files.',
  agreement_amends_no_term: '{at}: the clause has no term "{term}", its terms are {terms}; name one of them or remove the line.',
  agreement_term_name:
    '{at} (line {line}): "{name}" cannot be the name of a term; write letters and digits only, a small letter first, at most 40.',
  // Concluding one
  agreement_has_parties: '{at}: version {version} of "{agreement}" has parties already; conclude from the template.',
  agreement_no_choice_there:
    '{at}: clause "{clause}" offers no choice under "{term}"; only a term called "choice" with a list of options can be chosen.',
  agreement_choice_not_offered: '{at}: "{chosen}" is not among the options {options}; choose one of them.',
  // Article 28
  lint_article_28_content_missing:
    'No clause binds the processor to {duty}, which Article 28(3)({point}) GDPR requires; add an obligation kept by one of {modules}, or by evidence and tagged with one of {dpv}.',
  lint_processing_missing:
    'No processing is described, although Article 28(3) GDPR requires its subject, duration, nature, purpose, data and people; add an entry under "processing".',
  lint_processing_incomplete: 'The activity "{activity}" has no {part}, which Article 28(3) GDPR requires; add them at {at}.',
  lint_suspension_missing:
    'No clause says whether an instruction that looks unlawful is suspended until the controller answers; set "suspendOnFlag" to yes or no, or record the answer.',
  // Keeping
  lint_kept_by_nobody:
    '{at}: this {kind} is kept by nobody; name the module under "keeps", the evidence under "manual", or "theirs" where the controller owes it.',
  lint_kept_by_the_wrong_side:
    '{at}: the clause is left to the other side, and its debtor is "{debtor}"; make the controller its debtor, or say what keeps it.',
  lint_module_without_term:
    'The module "{module}" keeps clauses and finds none of the terms {terms}, so nothing of it falls due; set one, or record why none is agreed.',
  lint_unreadable_term:
    '{at}: "{value}" is no term that runs; write 72 hours, 15 days, 30 business days, 1 month, at most 1 per calendar year, "promptly (target 24 hours)", or none.',
  lint_vague_term:
    '{at}: "{value}" has no figure, so that nobody could say it was late; write a target, as in "{value} (target 24 hours)".',
  lint_misspelt_term: '{at}: the module does not read a term "{term}"; if "{meant}" was meant, rename it.',
  lint_amendment_effect_undeclared:
    '{at}: the term "{term}" ({value}) does not say what an amendment does to periods that are running; add it to "onAmendment" as pinned or follows.',
  // Figures and words
  lint_figure_outside_term:
    '{at}: the figure "{figure}" stands in the words and in no term, so that the program would not obey it; make it a term and write its name in double braces in the text.',
  lint_undeclared_term: '{at}: the text names the term {{{term}}}, and the clause declares {declared}; add the term or correct the name.',
  lint_hidden_figure:
    '{at}: the term "{term}" holds the figure "{value}", which the words of the clause do not show; write {{{term}}} where it belongs.',
  lint_unused_term: '{at}: the term "{term}" ("{value}") stands in no text and no module reads it; use it or remove it.',
  // References, overrides, precedence
  lint_reference_to_nothing:
    '{at}: "{name}" refers to no clause or annex of this file (nearest: "{nearest}"); printed numbers change, so name a clause by its id, as in clause "breach-notice", or an annex, as in annex "subprocessors".',
  lint_override_of_nothing: '{at}: the clause sets aside "{target}", which is not there (nearest: "{nearest}"); name the id of a clause.',
  lint_override_in_a_circle:
    '{at}: setting aside "{target}" leads back to this clause, so that neither applies; remove one of the overrides.',
  lint_switched_off_without_record:
    '{at}: the text says "{words}", and no override is recorded; list the ids of the clauses that it sets aside under "overrides", or remove the words.',
  lint_override_weakens:
    '{at}: clause "{by}" sets aside the duty in clause "{target}"; the body stands above the annexes, and a changed body may no longer count as adopted clauses: remove the override, or record that both sides want it.',
  lint_override_of_a_duty_of_law:
    '{at}: clause "{by}" sets aside "{target}", the only clause that keeps the duty of "{module}", and Article 28(3) GDPR requires it; remove the override, or add a clause that keeps the duty.',
  lint_precedence_missing:
    'The file does not say which text wins where two differ; list law, standard contractual clauses, this agreement, annexes and terms of service under "precedence", or record the answer.',
  lint_precedence_upside_down:
    'The order of precedence puts "{above}" before "{below}"; law comes first, then standard contractual clauses, this agreement, its annexes and the terms of service.',
  // Said twice
  lint_one_topic_two_figures:
    'The term "{term}" of "{module}" is "{first}" in one clause and "{second}" in another ({at}); keep one, write "earliest of ({first}, {second})" in one clause, or let one clause override the other.',
  lint_same_thing_twice: '{at}: "{other}" says what "{one}" says already; remove one, before only one of them is changed.',
  lint_second_factor_two_scopes:
    'The second factor is required everywhere in {wide} and only for some access in {narrow}; take the wider rule, or record which one holds.',
  lint_passwords_denied_and_governed:
    '{denied} says that there are no passwords, and {governed} sets rules for them; say whose passwords are meant, or record it.',
  lint_vague_word_without_target:
    '{at}: the duty is due "{word}" and has no figure; add a term with a target, as in "{word} (target 24 hours)", or record the answer.',
  // What is processed
  lint_operation_not_listed:
    'The activity "{activity}" speaks of "{word}", which is the operation {operation}, and its list has {operations}; add {operation}, or record that no instruction covers it.',
  lint_special_categories_excluded_yet_listed:
    'The agreement excludes special categories, and the activity "{activity}" lists "{category}"; remove one of the two.',
  lint_special_category_among_ordinary_data:
    'The activity "{activity}" lists "{category}", which Article 9 GDPR names, among ordinary data; list it under "specialCategories", or remove it.',
  lint_national_number_among_ordinary_data:
    'The activity "{activity}" lists "{category}" among ordinary data; national numbers have rules of their own (Article 87 GDPR): list them under "specialCategories" too, or record how they are kept apart.',
  lint_data_subjects_differ:
    'The people concerned differ between {one} and {other}: {differences}; make both lists the same, or record which one holds.',
  lint_data_categories_differ:
    'The types of data differ between {one} and {other}: {differences}; make both lists the same, or record which one holds.',
  lint_two_roles_unseparated:
    'The processor keeps a database of its own, and no clause keeps submitted data out of it; add a prohibition kept by "source-database", or record the answer.',
  lint_title_names_a_law_without_terms:
    'The title names {law}, and no clause does; add the terms, take the name out of the title, or record the answer.',
  // End and retention
  lint_return_promised_without_export:
    '{at}: the data are to be returned at the end, and there is no window for the export; set "exportWindow", or record how they are returned.',
  lint_certificate_missing:
    'No clause says whether the erasure at the end is certified; set "certificate" to always, on request or none, or record the answer.',
  lint_retention_crosses_the_end:
    '{at}: data are kept for {kept}, and the end of the contract has periods of its own ({end}); a record may expire inside the window for export, or outlast it: record which of them holds.',
  lint_kept_past_erasure:
    '{at}: this is kept for {kept}, longer than the erasure at the end ({end}) allows; record why it is left out of the erasure, and in what form it is kept.',
  lint_erasure_without_exception_of_law:
    '{at}: all data are erased at the end, without an exception for data that the law requires to be kept; add it (Article 28(3)(g) GDPR has one), or record that there are none.',
  lint_end_contradicts_itself:
    'Clause "{fixed}" says that the agreement cannot be ended while the services run, and clause "{automatic}" that it ends by itself; say which comes when, or record the answer.',
  // Breaches
  lint_breach_clock_without_start:
    '{at}: {value} run from no named moment; set "clockStart", as Article 33(2) GDPR does with the moment of becoming aware, or record the answer.',
  lint_authority_notice_owed_by_processor:
    '{at}: the notice to the supervisory authority is owed by the {value}, and Article 33(1) GDPR lays it on the controller; let the processor help with it, or act on the controller’s instruction.',
  lint_breach_register_missing:
    'No clause says that breaches are written into a register; set "register", or record the answer (Article 33(5) GDPR asks it of the controller).',
  lint_breach_contents_missing:
    'No clause says what a notice of a breach contains; list "contents", or record that Article 33(3) GDPR applies.',
  lint_breach_contents_short: '{at}: the list lacks {missing}, which Article 33(3) GDPR names; add them, or record the answer.',
  // Sub-processors
  lint_notice_without_lead_time:
    'A change of sub-processors is notified without a time before it takes effect; set "noticePeriod", or record what holds.',
  lint_objection_window_missing:
    'No clause says for how long the controller may object to a change; set "objectionWindow", or record what holds.',
  lint_objection_silence_missing:
    'No clause says what it means when the controller does not answer the notice of a change; set "silence", or record what holds.',
  lint_objection_effect_missing: 'No clause says what an objection does; set "objectionEffect", or record what holds.',
  lint_flow_down_missing:
    'No clause binds sub-processors to the same duties, as Article 28(4) GDPR requires; set "flowDown", or record where that is agreed.',
  lint_objection_outlives_notice:
    '{at}: the controller may object for {window}, and the change takes effect after {notice} already; lengthen the notice, or record that the change waits.',
  lint_talks_without_standstill:
    '{at}: an objection leads to "{effect}", and nothing says whether the change waits meanwhile; set "duringTalks" to block, or record what holds.',
  lint_flow_down_weaker: '{at}: sub-processors are bound to duties that are "{value}"; Article 28(4) GDPR says the same duties.',
  lint_names_withheld:
    '{at}: names are kept back ("{value}"); under EDPB Opinion 22/2024 the controller has name, address and contact of every sub-processor ready at all times, so show them on demand.',
  lint_activity_beyond_service:
    '{at}: {name} is engaged for "{activity}", which the service itself may not need; keep personal data out of it and record so, or remove it.',
  lint_one_entity_two_names: '{at}: "{other}" and "{one}" look like one company; use one name, or record that they are two.',
  // Transfers and places
  lint_third_country_without_mechanism:
    '{at}: {name} stores in {storage} and is reached from {access}, outside the European Economic Area, and its mechanism is "{mechanism}"; name the mechanism of Chapter V GDPR, or choose another place.',
  lint_mechanism_not_agreed:
    '{at}: {name} relies on "{mechanism}", and the clause on transfers allows {agreed}; add the mechanism there, or use one of these.',
  lint_country_not_agreed:
    '{at}: {name} is in {country}, and the clause on transfers allows {countries}; add the country, or use one of these.',
  lint_stored_inside_reached_from_outside:
    '{at}: the data are to stay in {promised}, and {name} is reached from {country}; say that access is another matter than storage, or record what holds.',
  lint_transfer_named_and_denied:
    '{at}: the clause on transfers says that {name} may transfer data, and the annex says "{mechanism}"; correct one, or record that the stricter holds.',
  lint_transfers_without_clause:
    'These sub-processors are outside the European Economic Area and no clause is kept by "transfers": {names}; add one that names the mechanisms.',
  // Audits, liability, rights
  lint_audit_notice_missing: 'No clause says how long ahead an audit is announced; set "notice", or record the answer.',
  lint_audit_cap_missing: 'No clause says how many audits there may be; set "cap" (none is an answer), or record it.',
  lint_audit_cost_missing: 'No clause says who bears the cost of an audit; set "cost", or record the answer.',
  lint_audit_cap_without_exception: '{at}: audits are limited to {cap}, with no exception after a breach or on the order of an authority.',
  lint_liability_cap_missing:
    'No clause says whether liability between the parties has a limit; set "cap" of a clause kept by "liability" (none is an answer), or record it.',
  lint_reply_lock_missing: 'No clause says whether the processor may answer a data subject itself; set "replyLock", or record the answer.',
  // Answers
  lint_answer_to_no_rule: '{at}: there is no rule "{rule}" (nearest: "{nearest}"); correct the name, or remove the answer about "{about}".',
  lint_answer_to_no_question:
    '{at}: the rule "{rule}" is a {level} and cannot be answered away; correct the text at "{about}" and remove the answer.',
  lint_answer_without_question:
    '{at}: nothing in the file asks "{rule}" about "{about}" (it asks about: {asked}); correct "about", or remove the answer.',
  // What a new version changes
  diff_follows_shorter:
    '{module}: {term} {before} → {after}. What is running takes the new period, counted from its own start; what is over by then falls due on the day the version takes effect.',
  diff_follows: '{module}: {term} {before} → {after}. What is running takes the new value on the day the version takes effect.',
  diff_pinned:
    '{module}: {term} {before} → {after}. What is running keeps its period; the new one holds for what begins after the version takes effect.',
  diff_from_then_on: '{module}: {term} {before} → {after}, from the day the version takes effect.',
  // The command
  check_usage: 'Write: {usage}',
  check_no_file: '"{file}" cannot be read ({cause}); name a file that exists and that you may read.',
  check_not_utf8: '"{file}" is not UTF-8; save it as UTF-8.',
  check_clean: '{title}, version {version}: no faults and no unanswered questions ({warnings} warnings, {answered} answered questions).',
  check_obstacles:
    '{title}, version {version}: {faults} faults, {questions} unanswered questions, {warnings} warnings. Faults are corrected in the text; a question is answered there or under "resolutions".',
  check_unreadable: '"{file}" cannot be read as an agreement: {faults} faults.',
} as const
