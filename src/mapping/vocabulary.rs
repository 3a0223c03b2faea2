//! Words that people and trackers use for the fixed words of a backlog: what to offer where one of them
//! stands in a cell, and what to fill into a mapping. Nothing is read by them without a word.

use crate::model::{Column, letters};

/// The words for each word of a column, as [`letters`] leaves them.
type Vocabulary = &'static [(&'static str, &'static str)];

const STATUS: Vocabulary = &[
    (
        "done",
        "done complete completed finished closed resolved fixed implemented released shipped \
         delivered deployed live merged accepted verified fertig erledigt abgeschlossen \
         geschlossen gelöst behoben umgesetzt terminé terminée fait fermé fermée résolu \
         résolue livré hecho terminado terminada finalizado finalizada cerrado cerrada \
         resuelto resuelta listo concluído concluída feito fechado fechada resolvido \
         resolvida entregue",
    ),
    (
        "in-progress",
        "inprogress wip started active doing ongoing underway working workinprogress \
         indevelopment development inreview review codereview intesting testing inqa \
         committed assigned inarbeit inbearbeitung begonnen gestartet encours enrevue encurso \
         enprogreso iniciado enrevisión emandamento emprogresso emrevisão emdesenvolvimento",
    ),
    (
        "proposed",
        "proposed open opened reopened new todo pending backlog icebox planned unstarted \
         notstarted ready triage requested submitted draft idea waiting \
         selectedfordevelopment approved unscheduled unresolved offen neu geplant zuerledigen \
         wartend àfaire afaire ouvert ouverte nouveau nouvelle prévu enattente abierto \
         abierta nuevo nueva porhacer tareasporhacer pendiente afazer aberto aberta novo nova \
         pendente tarefaspendentes",
    ),
    (
        "declined",
        "declined rejected refused cancelled canceled wontdo wontfix wont invalid duplicate \
         obsolete abandoned withdrawn removed dropped discarded notplanned notabug asdesigned \
         cannotreproduce incomplete outofscope abgelehnt verworfen abgebrochen storniert \
         zurückgezogen refusé refusée rejeté rejetée annulé annulée abandonné rechazado \
         rechazada cancelado cancelada descartado recusado recusada rejeitado rejeitada \
         duplicado duplicada",
    ),
];

const KIND: Vocabulary = &[
    ("capability", "feature newfeature story userstory enhancement improvement funktion"),
    ("reliability", "bug defect incident outage stability availability fehler störung"),
    ("tech-debt", "debt technicaldebt refactoring refactor maintenance cleanup chore upgrade"),
    ("compatibility", "migration deprecation breakingchange removal sunset"),
    ("experience", "docs documentation dx ux developerexperience usability onboarding"),
];

const STAKEHOLDER: Vocabulary = &[
    ("internal", "team intern interne interno employee engineering product"),
    ("external", "customer client partner thirdparty vendor public extern externe externo"),
    ("executive", "exec ceo cto cfo cpo leadership management board director vp"),
    ("platform", "us own ourselves infrastructure infra plattform plateforme"),
];

const SCOPE: Vocabulary = &[
    ("shared", "all everyone everybody global common generic general platformwide"),
    ("configurable", "configuration options parametrised parameterized settings optional"),
    ("bespoke", "custom customised customized oneoff special single singleteam teamspecific"),
];

const BREAKING: Vocabulary = &[
    ("none", "no false compatible nonbreaking backwardcompatible patch nein non não"),
    ("additive", "minor addition added new"),
    ("deprecating", "deprecated deprecation deprecate sunset"),
    ("breaking", "yes true major incompatible breakingchange removal ja oui sí sim"),
];

const METRIC: Vocabulary = &[
    ("adoption", "usage use users reuse reach"),
    ("satisfaction", "nps csat happiness developersatisfaction"),
    ("integration-time", "timetointegrate onboarding leadtime timetomarket velocity"),
    ("reliability", "uptime availability slo stability incidents errors"),
    ("redundancy", "duplication duplicates redundantwork"),
];

/// Priorities are pressure: how loudly something is asked for.
const PRESSURE: Vocabulary = &[
    (
        "5",
        "highest critical blocker urgent immediate showstopper p0 must musthave höchste \
         kritisch dringend critique urgente crítica crítico",
    ),
    (
        "4",
        "high major important p1 should shouldhave hoch wichtig haute élevée importante alta \
         alto",
    ),
    ("3", "medium med mid normal moderate p2 could couldhave mittel moyenne moyen media média"),
    ("2", "low minor p3 nicetohave niedrig gering basse faible baja baixa"),
    ("1", "lowest trivial p4 wont wonthave niedrigste unwichtig trivial mínima"),
    ("", "none nopriority notset unset keine aucune ninguna nenhuma"),
];

const CONFIDENCE: Vocabulary = &[
    ("high", "sure certain hoch haute élevée alta alto"),
    ("medium", "med moderate average mittel moyenne moyen media média"),
    ("low", "unsure guess niedrig gering basse faible baja baixa"),
];

/// The scale of impact that the RICE score uses.
const VALUE: Vocabulary = &[
    ("3", "massive critical"),
    ("2", "high major hoch haute élevée alta alto"),
    ("1", "medium moderate mittel moyenne moyen media média"),
    ("0.5", "low minor niedrig gering basse faible baja baixa"),
    ("0.25", "minimal trivial"),
];

const fn vocabulary(column: Column) -> Vocabulary {
    match column {
        Column::Status => STATUS,
        Column::Kind => KIND,
        Column::Stakeholder => STAKEHOLDER,
        Column::Scope => SCOPE,
        Column::Breaking => BREAKING,
        Column::Metric => METRIC,
        Column::Pressure => PRESSURE,
        Column::Confidence => CONFIDENCE,
        Column::Value => VALUE,
        _ => &[],
    }
}

/// The word of a column's vocabulary that another word stands for; blank where that says nothing.
pub(crate) fn meant(column: Column, word: &str) -> Option<&'static str> {
    // No word of the lists is longer.
    if word.len() > 40 {
        return None;
    }
    let word = letters(word);
    let has = |(_, words): &&(&str, &str)| words.split(' ').any(|known| known == word);
    vocabulary(column).iter().find(has).map(|(meant, _)| *meant)
}

/// The same for a text that says more than the word: `1 - High`, `Must have: security`. The first part counts
/// that is known.
pub(crate) fn meant_in(column: Column, text: &str) -> Option<&'static str> {
    let parts = || text.split([':', '(', ')', '\u{2013}', '\u{2014}']).flat_map(|part| part.split(" - "));
    meant(column, text).or_else(|| parts().find_map(|part| meant(column, part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Breaking, Kind, Metric, Scope, Stakeholder, Status, Word};

    #[test]
    fn every_word_that_is_offered_is_one_of_its_column() {
        fn check<W: Word>(column: Column) {
            for (meant, words) in vocabulary(column) {
                assert!(W::parse(meant).is_some(), "{meant}");
                assert!(words.split(' ').all(|word| letters(word) == word), "{words:?}");
            }
        }
        check::<Status>(Column::Status);
        check::<Kind>(Column::Kind);
        check::<Stakeholder>(Column::Stakeholder);
        check::<Scope>(Column::Scope);
        check::<Breaking>(Column::Breaking);
        check::<Metric>(Column::Metric);
    }

    #[test]
    fn a_word_is_found_within_a_text_that_says_more() {
        for (text, expected) in [
            ("Must Have - Critical system integrity issue", Some("5")),
            ("P1 (High)", Some("4")),
            ("1 - High", Some("4")),
            ("Could have - Nice to have", Some("3")),
            ("High / Low", None),
            ("High-availability", None),
        ] {
            assert_eq!(meant_in(Column::Pressure, text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_stands_for_one_word_only() {
        for &column in Column::ALL {
            let words = || {
                vocabulary(column)
                    .iter()
                    .flat_map(|(meant, words)| words.split(' ').map(move |it| (it, meant)))
            };
            for (word, meant) in words() {
                assert!(words().all(|(other, with)| other != word || with == meant), "{word}");
            }
        }
    }
}
