//! Answers that name nothing: a mere yes or no, that there is none, that nobody knows yet. They are no
//! reason for a mandate and no names of teams.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::model::letters;

/// Answers that name no reason and no team, as [`letters`] leaves them: yes or no, that there is nothing,
/// that nobody knows yet.
const ANSWERS: &str = "\
    yes no nope true false nein wahr falsch nee nej vrai faux oui non verdadero falso não nao \
    verdadeiro нет いいえ なし 无 無 没有 none na nil null nan undefined nothing notapplicable \
    notavailable noneyet notyet notneeded notrequired kein keine keiner keines keinen nichts \
    entfällt keineangabe nichtzutreffend geen ingen aucun aucune rien néant sansobjet \
    nonapplicable ninguno ninguna ningún nada noaplica nenhum nenhuma nãoseaplica nessuno \
    nessuna niente tbd tba tbc todo unknown unclear pending tobedefined tobedetermined \
    tobedecided tobeconfirmed dontknow idk unbekannt unklar offen inconnu àdéfinir adéfinir \
    desconocido pordefinir pendiente desconhecido adefinir pendente";

/// Answers that name no reason and may yet be names of teams; some say that it has to be, but not why.
const SHORT_ANSWERS: &str = "\
    y n yn ok okay open ja ka so si sí sì sim da да 是 否 はい must musthave mandatory mandated \
    required compulsory obligatory urgent asap important critical high medium low pflicht \
    zwingend dringend verpflichtend obligatorisch obligatoire obligatorio obligatoria \
    obrigatório obrigatória urgente";

/// Words for everybody: no team of its own adopts anything because of them.
const EVERYBODY: &str = "\
    all allteams allofthem allofus everyteam allproductteams allinternalteams everyone everybody \
    anyone any anyteam various variousteams several severalteams multiple multipleteams many \
    manyteams most mostteams others companywide orgwide wholecompany alle alleteams jeder \
    jedesteam mehrere mehrereteams verschiedene diverse todos todas todoslosequipos \
    todaslasequipos todosostimes todasasequipes varios vários tous toutes touslesteams \
    touteslesequipes toutesleséquipes plusieurs tutti tuttiiteam";

/// Words that say that no team adopts.
const NOBODY: &str = "\
    none noone nobody noteam noteams nil kein keine keiner keinteam keineteams niemand aucun \
    aucune aucuneéquipe personne ninguno ninguna ningún ningúnequipo nadie nenhum nenhuma \
    nenhumaequipe ninguém nessuno nessuna geen ingen";

/// Bytes of the longest answer with what may stand between its letters. Names of teams that are longer
/// need not be looked up.
const LONGEST: usize = 32;

static NO_REASONS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words(&[ANSWERS, SHORT_ANSWERS]));
static NO_TEAMS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words(&[ANSWERS, EVERYBODY, NOBODY]));
static NOBODIES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words(&[NOBODY]));

fn words(lists: &[&'static str]) -> FxHashSet<&'static str> {
    lists.iter().flat_map(|list| list.split(' ')).collect()
}

/// Whether a text names what mandates a request: it has a word, and not a mere answer.
pub(super) fn is_reason(text: &str) -> bool {
    let plain = letters(text);
    // Scripts that write whole words with one sign begin here; `§ 5` is a reason too.
    let is_word = |letter: char| letter.is_alphabetic() && letter >= '\u{2e80}';
    let worded = plain.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
        || text.contains('§')
        || plain.contains(is_word);
    worded && !NO_REASONS.contains(&*plain)
}

/// Whether a cell says that no team adopts, in words.
pub(super) fn is_nobody(text: &str) -> bool {
    text.len() <= LONGEST && NOBODIES.contains(&*letters(text))
}

/// Whether something among names of teams is none: a mere answer, everybody, or a mark such as `-`.
pub(super) fn is_no_team(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let plain = letters(text);
    plain.is_empty() || NO_TEAMS.contains(&*plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_written_as_they_are_compared() {
        for answer in [ANSWERS, SHORT_ANSWERS, EVERYBODY, NOBODY].join(" ").split(' ') {
            assert_eq!(letters(answer), answer);
            assert!(answer.len() <= LONGEST, "{answer}");
        }
    }

    #[test]
    fn a_mandate_names_its_reason() {
        assert!(is_reason("GDPR, article 17"));
        for reason in ["§ 203", "PCI", "GDPR", "Art. 5", "法", "No-fault clause", "SOX"] {
            assert!(is_reason(reason), "{reason}");
        }
        for none in [
            "No",
            "-",
            "0",
            "nein",
            "n.a.",
            "N/A",
            "x",
            "✓",
            "?",
            "T.B.D.",
            "Não",
            "否",
            "5",
            "k. A.",
            "non",
            "keine",
            "Ninguno",
            "aucun",
            "oui",
            "mandatory",
            "(none)",
            "Pflicht",
            "nenhuma",
            "s/o",
        ] {
            assert!(!is_reason(none), "{none}");
        }
    }

    #[test]
    fn answers_and_marks_are_no_teams() {
        for none in [
            "n/a",
            "TBD",
            "all teams",
            "All",
            "-",
            "?",
            "—",
            "various",
            "yes",
            "unknown",
            "nein",
            "non",
            "não",
            "oui",
            "Alle Teams",
            "toutes les équipes",
            "varios",
            "to be confirmed",
        ] {
            assert!(is_no_team(none) && !is_nobody(none), "{none}");
        }
        for nobody in ["none", "None", "no one", "Keine", "ninguno", "aucun", "nenhuma", "(none)"] {
            assert!(is_nobody(nobody), "{nobody}");
        }
        for team in ["Y", "SI", "sim", "ads", "All Hands Tools", "Allstars", "None Such Records", "N+1", "法"]
        {
            assert!(!is_no_team(team) && !is_nobody(team), "{team}");
        }
    }
}
