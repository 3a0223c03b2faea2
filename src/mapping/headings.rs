//! Names of columns that people and trackers use in English, German, French, Spanish and Portuguese, with
//! what they head. Where one stands it is offered, never taken.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Target;
use crate::model::{Column, letters};

/// Names for each target, as [`letters`] leaves them.
const HEADINGS: &[(Target, &str)] = &[
    (
        Target::Column(Column::Id),
        "id key issuekey iid ticketkey ticketid ticket ticketnumber ticketno issueid issueno \
         issuenumber taskid cardid itemid workitemid featureid requestid requestno storyid ideaid \
         identifier uid number no nr ref reference kennung schlüssel vorgangsschlüssel vorgang \
         vorgangsid nummer clé cléduticket clédeticket identifiant numéro clave \
         clavedeincidencia identificador número chave chavedaitem chavedoitem",
    ),
    (
        Target::Column(Column::Title),
        "title name summary subject headline feature featuretitle featurename initiative \
         initiativename item itemname task taskname cardname userstorytitle storytitle idea \
         requestname requesttitle epicname content titel zusammenfassung betreff bezeichnung \
         vorhaben anforderung maßnahme titre résumé sujet intitulé nom título resumen asunto \
         nombre resumo assunto nome",
    ),
    (
        Target::Column(Column::Description),
        "description details detail notes body text taskcontent carddescription story userstory \
         beschreibung notizen descriptif détails descripción detalles descrição detalhes",
    ),
    (
        Target::Column(Column::Team),
        "team teams requestedby requester requestor requestingteam requestingteams department \
         customer client account businessunit squadrequesting anforderer angefordertvon \
         auftraggeber abteilung kunde anforderndesteam demandeur demandépar équipe client \
         solicitante solicitadopor equipo cliente equipe áreasolicitante",
    ),
    (
        Target::Column(Column::Kind),
        "kind type issuetype category tracker workitemtype tickettype cardtype typ art kategorie \
         vorgangstyp typedeticket catégorie tipo tipodeincidencia categoría tipodeitem categoria",
    ),
    (
        Target::Column(Column::Area),
        "area component components areapath module subsystem product domain service bereich \
         komponente komponenten modul produkt composant composants domaine produit componente \
         componentes módulo producto área produto",
    ),
    (
        Target::Column(Column::Adopters),
        "adopters adoptingteams usedby affectedteams teamsaffected interestedteams \
         nutzendeteams betroffeneteams équipesconcernées equiposafectados equipesafetadas",
    ),
    (Target::Column(Column::Breaking), "breakingchange breakingchanges"),
    (
        Target::Column(Column::Value),
        "value businessvalue customervalue userbusinessvalue score benefit impact \
         costofdelay cod wert geschäftswert nutzen auswirkung valeur valeurmétier bénéfice valor \
         valordenegocio beneficio impacto valordenegócio benefício",
    ),
    (
        Target::Column(Column::Effort),
        "effort estimate estimation estimatedeffort estimatedtime originalestimate \
         remainingestimate timeestimate timeestimated jobsize size weeks days hours persondays \
         personweeks mandays duration durationweeks durationdays storypoints storypointestimate \
         points estimatehours estimateddays estimatedhours esthours aufwand aufwandtage \
         schätzung größe dauer charge durée taille esfuerzo \
         estimación duración tamaño esforço estimativa duração tamanho",
    ),
    (
        Target::Column(Column::Confidence),
        "confidence certainty vertrauen sicherheit konfidenz confiance certitude confianza \
         certeza confiança",
    ),
    (
        Target::Column(Column::Pressure),
        "pressure priority prio urgency moscow importance severity priorität dringlichkeit \
         wichtigkeit priorité urgence importance prioridad urgencia importancia prioridade \
         urgência importância",
    ),
    (
        Target::Column(Column::Mandate),
        "mandate regulation compliance legalbasis legalreason rechtsgrundlage obligation \
         basejuridique baselegal",
    ),
    (
        Target::Column(Column::NeededBy),
        "neededby due duedate dueon dueby deadline targetdate target enddate fällig fälligam \
         fälligkeit fälligkeitsdatum frist termin zieltermin échéance dateéchéance \
         datedéchéance datelimite fechadevencimiento fechalímite vencimiento datalimite \
         datadevencimento prazo",
    ),
    (Target::Column(Column::Metric), "metric kpi successmetric kennzahl métrique métrica indicador"),
    (
        Target::Column(Column::Outcome),
        "outcome expectedoutcome goal objective ziel ergebnis objectif résultat objetivo resultado",
    ),
    (
        Target::Column(Column::DependsOn),
        "dependson depends dependencies dependency dependentupon blockedby isblockedby blocker \
         blockers requires prerequisites prerequisite predecessor predecessors waitsfor waitingon \
         needs hängtabvon abhängigvon abhängigkeit abhängigkeiten blockiertvon blockiertdurch \
         voraussetzung voraussetzungen vorgänger dépendde dépendance dépendances bloquépar \
         prérequis prédécesseurs dependede dependencia dependencias bloqueadopor requisitos \
         predecesoras inwardissuelinkblocks eingehendervorgangslinkblocks dependência dependências prérequisitos predecessoras",
    ),
    (
        Target::Unlocks,
        "blocks blocking outwardissuelinkblocks ausgehendervorgangslinkblocks isrequiredfor requiredfor unlocks unblocks successor successors enables \
         blockiert nachfolger ermöglicht bloque débloque successeurs bloquea sucesoras bloqueia \
         sucessoras",
    ),
    (
        Target::Column(Column::SameAs),
        "sameas duplicateof duplicates isduplicateof duplikatvon doublonde duplicadode \
         duplicatade",
    ),
    (
        Target::Parent,
        "parent parentid parentkey parentissue parenttask parentitem parentiid epic epiclink \
         epicid epicname übergeordnet übergeordneteaufgabe übergeordnetervorgang parenttâche \
         tâcheparente padre tareaprincipal principal pai itempai",
    ),
    (
        Target::Column(Column::Status),
        "status state stage list listname column section sectioncolumn currentstate workflowstate \
         statuscategory resolution completed completedat completedon closedat resolved resolvedat \
         acceptedat iscompleted isclosed done archived isarchived zustand stand lösung erledigt \
         erledigtam statut état étape terminé estado situación completado situação situacao \
         concluído etapa",
    ),
    (Target::Column(Column::Squad), "squad assignedteam owningteam deliveryteam umsetzendesteam"),
];

/// What names of fields of a site's own begin with; the name stands in brackets behind it.
const CUSTOM: [&str; 6] = [
    "customfield",
    "benutzerdefiniertefelder",
    "benutzerdefiniertesfeld",
    "champpersonnalisé",
    "campopersonalizado",
    "campopersonalisado",
];

/// What a column of that name probably holds, and how far back the name stands among those for it: of several
/// columns for one thing the one in front is meant. Without what stands in brackets behind the name, where the
/// whole is not known.
pub(crate) fn headed(name: &str) -> Option<(Target, usize)> {
    static KNOWN: LazyLock<FxHashMap<&str, (Target, usize)>> = LazyLock::new(|| {
        let of = |&(target, names): &(Target, &'static str)| {
            names.split(' ').enumerate().map(move |(at, name)| (name, (target, at))).collect::<Vec<_>>()
        };
        // Of two the first counts.
        HEADINGS.iter().flat_map(of).rev().collect()
    });
    if name.trim() == "#" {
        return Some((Target::Column(Column::Id), 0));
    }
    let find = |name: &str| KNOWN.get(&*letters(name)).copied();
    let (base, inside) = name.split_once(['(', '[']).unwrap_or((name, ""));
    let own = CUSTOM.contains(&&*letters(base));
    find(name).or_else(|| find(base)).or_else(|| find(inside).filter(|_| own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_compared() {
        for name in HEADINGS.iter().flat_map(|(_, names)| names.split(' ')) {
            assert_eq!(letters(name), name);
        }
    }

    #[test]
    fn columns_are_known_by_their_names_in_five_languages() {
        for (name, column) in [
            ("#", Column::Id),
            ("Issue key", Column::Id),
            ("Vorgangsschlüssel", Column::Id),
            ("Clé de ticket", Column::Id),
            ("Zusammenfassung", Column::Title),
            ("Résumé", Column::Title),
            ("Requested by", Column::Team),
            ("Aufwand (Tage)", Column::Effort),
            ("Story Points", Column::Effort),
            ("Priorité", Column::Pressure),
            ("Blocked By (Dependencies)", Column::DependsOn),
            ("Fecha de vencimiento", Column::NeededBy),
            ("Completed At", Column::Status),
            ("Custom field (Story Points)", Column::Effort),
        ] {
            assert_eq!(headed(name).map(|it| it.0), Some(Target::Column(column)), "{name}");
        }
        assert_eq!(headed("Blocking (Dependencies)").map(|it| it.0), Some(Target::Unlocks));
        assert_eq!(headed("Parent task").map(|it| it.0), Some(Target::Parent));
        for name in ["Acceptance Criteria", "Reporter", "", "()", "Sprint"] {
            assert_eq!(headed(name), None, "{name}");
        }
    }
}
