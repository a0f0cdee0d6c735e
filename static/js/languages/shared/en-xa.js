// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "en-xa",
 "months": [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec"
 ],
 "weekdays": [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday"
 ],
 "lists": {
  "start": "{0}, {1}",
  "middle": "{0}, {1}",
  "end": "{0}, and {1}",
  "two": "{0} and {1}"
 },
 "thousands": {
  "between": ",",
  "fromDigits": 4
 },
 "money": {
  "withSign": "¤#",
  "withCode": "¤ #",
  "decimal": ".",
  "signs": {
   "AUD": "A$",
   "BRL": "R$",
   "CAD": "CA$",
   "CNY": "CN¥",
   "EUR": "€",
   "GBP": "£",
   "HKD": "HK$",
   "ILS": "₪",
   "INR": "₹",
   "JPY": "¥",
   "KRW": "₩",
   "MXN": "MX$",
   "NZD": "NZ$",
   "PHP": "₱",
   "TWD": "NT$",
   "USD": "$",
   "VND": "₫",
   "XCD": "EC$"
  },
  "byLakhs": [
   "BDT",
   "INR",
   "NPR",
   "PKR"
  ]
 },
 "texts": {
  "day_month": "[{day} {month} one]",
  "day_month_year": "[{day} {month} {year} one]",
  "weekday_day": "[{weekday} {date} one]",
  "days_of_month": "[{first}–{last} {month} one]",
  "days_of_month_year": "[{first}–{last} {month} {year} one]",
  "days": "[{first} – {last} one]",
  "day_times": "[{date}, {start}–{end} one]",
  "day_until": "[{date}, ûñţîļ {time} one]",
  "in_zone": "[{when} ({zone}) one]",
  "moment": "[{date}, {time} one]",
  "moment_end": "[ţĥé éñð öf {date} one two]",
  "time_of_two": "[{time} ({offset}) one]",
  "just_now": "[ĵûšţ ñöŵ one]",
  "minutes_ago": "[{n} mîñ åĝö one]",
  "hours_ago": "[{n} ĥ åĝö one]",
  "yesterday": "[ýéšţéŕðåý one]",
  "days_ago": {
   "one": "[{n} ðåý åĝö one]",
   "other": "[{n} ðåýš åĝö one]"
  },
  "joined_just_now": "[ĵöîñéð ĵûšţ ñöŵ one two]",
  "joined_minutes_ago": "[ĵöîñéð {n} mîñ åĝö one two]",
  "joined_hours_ago": "[ĵöîñéð {n} ĥ åĝö one two]",
  "joined_yesterday": "[ĵöîñéð ýéšţéŕðåý one two]",
  "joined_days_ago": {
   "one": "[ĵöîñéð {n} ðåý åĝö one two]",
   "other": "[ĵöîñéð {n} ðåýš åĝö one two]"
  },
  "code_just_now": "[Å çöðé ŵåš måðé ĵûšţ ñöŵ. one two three]",
  "code_minutes_ago": "[Å çöðé ŵåš måðé {n} mîñ åĝö. one two three]",
  "code_hours_ago": "[Å çöðé ŵåš måðé {n} ĥ åĝö. one two three]",
  "code_yesterday": "[Å çöðé ŵåš måðé ýéšţéŕðåý. one two three]",
  "code_days_ago": {
   "one": "[Å çöðé ŵåš måðé {n} ðåý åĝö. one two three]",
   "other": "[Å çöðé ŵåš måðé {n} ðåýš åĝö. one two three]"
  },
  "time_of_place": "[{place} ţîmé one]",
  "then": "[{first} {next} one]",
  "price": "[{sum} péŕ péŕšöñ one two]",
  "pays_once": "[{full} → <b>{less}</b> éåçĥ öñçé {count} åŕé îñ one two three]",
  "pays_now": "[<b>{sum}</b> éåçĥ ({percent} % öff) one two]",
  "pays_next": "[<b>{sum}</b> éåçĥ ({percent} % öff), {less} öñçé {count} åŕé îñ one two three]",
  "step": {
   "one": "[{percent} % ŵîţĥ {n} péŕšöñ one two]",
   "other": "[{percent} % ŵîţĥ {n} péöpļé one two]"
  },
  "progress": {
   "one": "[{count} öf {n} mémbéŕ one two]",
   "other": "[{count} öf {n} mémbéŕš one two]"
  },
  "are_in_of": {
   "one": "[<b>{n} öf {required}</b> îš îñ. one two]",
   "other": "[<b>{n} öf {required}</b> åŕé îñ. one two]"
  },
  "are_in": {
   "one": "[<b>{n}</b> îš îñ. one]",
   "other": "[<b>{n}</b> åŕé îñ. one]"
  },
  "everyone_gets_percent": "[Évéŕýöñé ĝéţš <b>{percent} % öff</b>. one two three]",
  "everyone_gets_discount": "[Évéŕýöñé ĝéţš <b>ţĥé ĝŕöûp ðîšçöûñţ</b>. one two three]",
  "more_unlock_percent": {
   "one": "[<b>{n} möŕé</b> ûñļöçķš <b>{percent} % öff</b>. one two three]",
   "other": "[<b>{n} möŕé</b> ûñļöçķ <b>{percent} % öff</b>. one two]"
  },
  "more_unlock_discount": {
   "one": "[<b>{n} möŕé</b> ûñļöçķš <b>ţĥé ĝŕöûp ðîšçöûñţ</b>. one two three]",
   "other": "[<b>{n} möŕé</b> ûñļöçķ <b>ţĥé ĝŕöûp ðîšçöûñţ</b>. one two three]"
  },
  "more_and_percent": "[{n} möŕé åñð évéŕýöñé ĝéţš {percent} % öff. one two three]",
  "more_and_discount": "[{n} möŕé åñð évéŕýöñé ĝéţš ţĥé ĝŕöûp ðîšçöûñţ. one two three four]",
  "invites": "[{organiser} îñvîţéš ýöû ţö <b>{trip}</b> one two]",
  "join_by": "[Ĵöîñ bý <b>{date}, {time}</b> ({zone}). one two]",
  "join_by_end": "[Ĵöîñ bý <b>ţĥé éñð öf {date}</b> ({zone}). one two three]",
  "needed_by_then": "[Ŵîţĥ féŵéŕ ţĥåñ {n} bý ţĥéñ, ñöböðý ĝéţš ţĥé ðîšçöûñţ. one two three four five]",
  "deadline_was": "[Ţĥé ðéåðļîñé ŵåš <b>{date}, {time}</b> ({zone}). one two three]",
  "deadline_was_end": "[Ţĥé ðéåðļîñé ŵåš <b>ţĥé éñð öf {date}</b> ({zone}). one two three]",
  "too_few": "[Ŵîţĥ {n} öf {required} îñ, ñöböðý ĝéţš ţĥé ðîšçöûñţ. one two three four]",
  "ask_to_reopen": "[Îf ýöû ŵöûļð šţîļļ ļîķé ţö çömé, åšķ {organiser} ţö öpéñ îţ åĝåîñ. one two three four five]",
  "all_taken": {
   "one": "[Åļļ {n} pļåçé îš ţåķéñ. Öñé ţĥåţ çöméš fŕéé ĝöéš ţö ŵĥöévéŕ ŵåîţš ļöñĝéšţ. one two three four five six seven]",
   "other": "[Åļļ {n} pļåçéš åŕé ţåķéñ. Öñé ţĥåţ çöméš fŕéé ĝöéš ţö ŵĥöévéŕ ŵåîţš ļöñĝéšţ. one two three four five six seven]"
  },
  "places_left": {
   "one": "[{n} pļåçé ļéfţ one two]",
   "other": "[{n} pļåçéš ļéfţ one two]"
  },
  "show_all": "[Šĥöŵ åļļ {n} one]",
  "next_in_line": "[Ţĥé fîŕšţ îñ ļîñé ţåķéš ţĥé pļåçé. one two three]",
  "brings_you_of": "[Ţĥîš bŕîñĝš ýöû ţö {n} öf {required}. one two three]",
  "brings_you": "[Ţĥîš bŕîñĝš ýöû ţö {n}. one two]",
  "brings_you_below": "[Ţĥîš bŕîñĝš ýöû ţö {n} öf {required}: ţĥé ðîšçöûñţ ŵîļļ bé ļöšţ. one two three four five]",
  "brings_you_below_percent": "[Ţĥîš bŕîñĝš ýöû ţö {n} öf {required}: ţĥé {percent} % ðîšçöûñţ ŵîļļ bé ļöšţ. one two three four five]",
  "brings_you_down": "[Ţĥîš bŕîñĝš ýöû ţö {n} öf {required}: ţĥé ðîšçöûñţ ŵîļļ fåļļ fŕöm {old} % ţö {percent} %. one two three four five six]",
  "brings_group_of": "[Ţĥîš bŕîñĝš ţĥé ĝŕöûp ţö {n} öf {required}. one two three]",
  "brings_group": "[Ţĥîš bŕîñĝš ţĥé ĝŕöûp ţö {n}. one two three]",
  "brings_group_below": "[Ţĥîš bŕîñĝš ţĥé ĝŕöûp ţö {n} öf {required}: ţĥé ðîšçöûñţ ŵîļļ bé ļöšţ. one two three four five]",
  "brings_group_below_percent": "[Ţĥîš bŕîñĝš ţĥé ĝŕöûp ţö {n} öf {required}: ţĥé {percent} % ðîšçöûñţ ŵîļļ bé ļöšţ. one two three four five]",
  "brings_group_down": "[Ţĥîš bŕîñĝš ţĥé ĝŕöûp ţö {n} öf {required}: ţĥé ðîšçöûñţ ŵîļļ fåļļ fŕöm {old} % ţö {percent} %. one two three four five six]",
  "made_step": "[Ýöû måðé ţĥé ñéxţ šţép: évéŕýöñé ĝéţš {percent} % öff! one two three four]",
  "made_complete_percent": "[Ýöû måðé îţ çömpļéţé: évéŕýöñé ĝéţš {percent} % öff! one two three four]",
  "made_complete_discount": "[Ýöû måðé îţ çömpļéţé: évéŕýöñé ĝéţš ţĥé ĝŕöûp ðîšçöûñţ! one two three four five]",
  "poll_opens_with": {
   "one": "[Öpéñš ŵĥéñ {n} péŕšöñ îš îñ one two three]",
   "other": "[Öpéñš ŵĥéñ {n} péöpļé åŕé îñ one two three]"
  },
  "poll_takes": {
   "one": "[Îţ ţåķéš {n} péŕšöñ, åñð ĵöîñîñĝ îš çļöšéð one two three four]",
   "other": "[Îţ ţåķéš {n} péöpļé, åñð ĵöîñîñĝ îš çļöšéð one two three four]"
  },
  "poll_for": "[Vöţé öñ ŵĥåţ îš ļéfţ ţö ðéçîðé one two three]",
  "poll_for_nothing": "[Ţĥé ţŕîp ŵåš çåñçéļļéð one two three]",
  "share": "[{trip}: {news} one]",
  "share_dated": "[{trip}, {dates}: {news} one]",
  "share_less": "[{full} → {sum} éåçĥ. one]",
  "share_price": "[{sum} péŕ péŕšöñ. one two]",
  "share_cancelled": "[Ţĥé ţŕîp ŵåš çåñçéļļéð. one two three]",
  "share_over": "[Ţĥé ţŕîp îš övéŕ. one two]",
  "share_closed": "[Ñöböðý çåñ ĵöîñ åñý möŕé. one two three]",
  "share_full": "[Åļļ pļåçéš åŕé ţåķéñ. one two three]",
  "share_by": "[Ĵöîñ bý {date}, {time} ({zone}): one two]",
  "share_by_end": "[Ĵöîñ bý ţĥé éñð öf {date} ({zone}): one two three]",
  "closed": "[Çļöšéð {date}, {time} ({zone}) one two]",
  "unlocked": "[Ţĥé ðîšçöûñţ îš ûñļöçķéð. one two three]",
  "somebody": "[Šöméböðý one]",
  "brought_by": "[bŕöûĝĥţ bý {name} one two]",
  "declined": "[{n} çåñ’ţ måķé îţ. one two]",
  "declined_named": "[{n} çåñ’ţ måķé îţ: {names}. one two]",
  "declined_among": "[{n} çåñ’ţ måķé îţ, åmöñĝ ţĥém {names}. one two three]",
  "in_line": {
   "one": "[{n} ŵåîţš föŕ å pļåçé. one two]",
   "other": "[{n} ŵåîţ föŕ å pļåçé. one two]"
  },
  "alike": {
   "one": "[Ðö ñöţ mîšţåķé ţĥém föŕ {names}, ŵĥö îš öñ ţĥé ļîšţ åš ŵéļļ. one two three four five]",
   "other": "[Ðö ñöţ mîšţåķé ţĥém föŕ {names}, ŵĥö åŕé öñ ţĥé ļîšţ åš ŵéļļ. one two three four five]"
  },
  "where_you_are": "[Ţĥåţ îš {when} ŵĥéŕé ýöû åŕé. one two three]"
 }
};
export const loadZones = () => import("../zones/en-xa.js");
