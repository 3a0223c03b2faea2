//! Words that say nothing about what is asked for.

use rustc_hash::FxHashSet;

/// English function words, and the words that any wish is made of ("we need", "please add").
const ENGLISH: &str = "
a able about above add added adds after again against ago all allow allowed allows almost alone
along already also although always am among an and another any anybody anyone anything are around as
ask asked asking asks at away back be because been before behind being below besides best better
between both but by call called can cannot cant come comes could day days did do does doing done dont
down each either else enable enough etc even ever every everybody everyone everything few first five
for four from further get gets getting give given gives go goes going gone good got great had half
has have having he help her here hers him his how however hundred i if in instead into is isnt it its
itself just keep keeps kept know knows last least less let lets like little long longer look looks lot
made make makes making many may me mean means might mine more most much must my myself need needed
needs neither never new next nine no nobody none nor not nothing now of off offer often on once one
ones only onto or other others ought our ours out over own part per perhaps please provide put rather
really said same say says see seen seven several shall she should since six so some somebody someone
something soon still stop such support supported supports sure take takes ten than that the their
theirs them themselves then there therefore these they thing things think this those though thousand
three through thus time times to today together told too toward towards twice two under until up upon
us use used uses using very via want wanted wants was way we week weeks well went were what whatever
when where whether which while who whoever whole whom whose why will with within without would yet you
your yours";

/// The commonest function words of other languages that trackers are written in.
const OTHERS: &str = "
al como con cuando de del desde el en entre es esta este esto la las lo los mas más muy nos nuestra
nuestro para pero por porque que se si sin sobre son su sus una uno y ya
ao aos as com da das do dos em essa esse isso não na nas no nos nossa nosso o os ou pela pelo quando um uma
aber auch auf aus bei das dass dem den der des die ein eine einem einen einer es für im ist kann mit
nicht noch oder sich sie sind und uns von wenn wie wir wird zu zum zur
au aux avec ce ces cette dans des du elle est et il ils je le les leur mais ne nous ou par pas pour
qui sa ses sont sur un une vous";

/// All of them.
pub(super) fn all() -> FxHashSet<&'static str> {
    ENGLISH.split_whitespace().chain(OTHERS.split_whitespace()).collect()
}
