// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "de",
 "months": [
  "Jan.",
  "Feb.",
  "März",
  "Apr.",
  "Mai",
  "Juni",
  "Juli",
  "Aug.",
  "Sept.",
  "Okt.",
  "Nov.",
  "Dez."
 ],
 "weekdays": [
  "Montag",
  "Dienstag",
  "Mittwoch",
  "Donnerstag",
  "Freitag",
  "Samstag",
  "Sonntag"
 ],
 "lists": {
  "start": "{0}, {1}",
  "middle": "{0}, {1}",
  "end": "{0} und {1}",
  "two": "{0} und {1}"
 },
 "thousands": {
  "between": ".",
  "fromDigits": 4
 },
 "money": {
  "withSign": "# ¤",
  "withCode": "# ¤",
  "decimal": ",",
  "signs": {
   "AUD": "AU$",
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
   "THB": "฿",
   "TWD": "NT$",
   "USD": "$",
   "VND": "₫",
   "XAF": "FCFA",
   "XCD": "EC$",
   "XCG": "Cg.",
   "XOF": "F CFA",
   "XPF": "CFPF"
  },
  "byLakhs": []
 },
 "texts": {
  "day_month": "{day}. {month}",
  "day_month_year": "{day}. {month} {year}",
  "weekday_day": "{weekday}, {date}",
  "days_of_month": "{first}.–{last}. {month}",
  "days_of_month_year": "{first}.–{last}. {month} {year}",
  "days": "{first} – {last}",
  "day_times": "{date}, {start}–{end}",
  "day_until": "{date}, bis {time}",
  "in_zone": "{when} ({zone})",
  "moment": "{date}, {time}",
  "moment_end": "{date}, 24:00",
  "time_of_two": "{time} ({offset})",
  "just_now": "gerade eben",
  "minutes_ago": "vor {n} Min.",
  "hours_ago": "vor {n} Std.",
  "yesterday": "gestern",
  "days_ago": {
   "one": "vor {n} Tag",
   "other": "vor {n} Tagen"
  },
  "joined_just_now": "neu dabei",
  "joined_minutes_ago": "seit {n} Min. dabei",
  "joined_hours_ago": "seit {n} Std. dabei",
  "joined_yesterday": "seit gestern dabei",
  "joined_days_ago": {
   "one": "seit {n} Tag dabei",
   "other": "seit {n} Tagen dabei"
  },
  "code_just_now": "Gerade eben wurde ein Code erstellt.",
  "code_minutes_ago": "Vor {n} Min. wurde ein Code erstellt.",
  "code_hours_ago": "Vor {n} Std. wurde ein Code erstellt.",
  "code_yesterday": "Gestern wurde ein Code erstellt.",
  "code_days_ago": {
   "one": "Vor {n} Tag wurde ein Code erstellt.",
   "other": "Vor {n} Tagen wurde ein Code erstellt."
  },
  "time_of_place": "Ortszeit {place}",
  "then": "{first} {next}",
  "price": "{sum} pro Person",
  "pays_once": "{full} → <b>{less}</b> pro Person, sobald {count} dabei sind",
  "pays_now": "<b>{sum}</b> pro Person ({percent} % Rabatt)",
  "pays_next": "<b>{sum}</b> pro Person ({percent} % Rabatt), {less}, sobald {count} dabei sind",
  "step": {
   "one": "{percent} % ab {n} Person",
   "other": "{percent} % ab {n} Personen"
  },
  "progress": {
   "one": "{count} von {n} Mitglied",
   "other": "{count} von {n} Mitgliedern"
  },
  "are_in_of": {
   "one": "<b>{n} von {required}</b> ist dabei.",
   "other": "<b>{n} von {required}</b> sind dabei."
  },
  "are_in": {
   "one": "<b>{n}</b> ist dabei.",
   "other": "<b>{n}</b> sind dabei."
  },
  "everyone_gets_percent": "Alle bekommen <b>{percent} % Rabatt</b>.",
  "everyone_gets_discount": "Alle bekommen <b>den Gruppenrabatt</b>.",
  "more_unlock_percent": "<b>Noch {n}</b>, dann sind <b>{percent} % Rabatt</b> freigeschaltet.",
  "more_unlock_discount": "<b>Noch {n}</b>, dann ist <b>der Gruppenrabatt</b> freigeschaltet.",
  "more_and_percent": "Noch {n}, dann bekommen alle {percent} % Rabatt.",
  "more_and_discount": "Noch {n}, dann bekommen alle den Gruppenrabatt.",
  "invites": "{organiser} lädt dich ein zu <b>{trip}</b>",
  "join_by": "Mitmachen bis <b>{date}, {time}</b> ({zone}).",
  "join_by_end": "Mitmachen bis <b>{date}, 24:00</b> ({zone}).",
  "needed_by_then": "Sind es bis dahin weniger als {n}, bekommt niemand den Rabatt.",
  "deadline_was": "Anmeldeschluss war am <b>{date}, {time}</b> ({zone}).",
  "deadline_was_end": "Anmeldeschluss war am <b>{date}, 24:00</b> ({zone}).",
  "too_few": "Mit {n} von {required} bekommt niemand den Rabatt.",
  "ask_to_reopen": "Wenn du noch mitkommen willst, frag {organiser}, ob die Anmeldung wieder geöffnet wird.",
  "all_taken": {
   "one": "Der einzige Platz ist belegt. Wird er frei, bekommt ihn, wer am längsten wartet.",
   "other": "Alle {n} Plätze sind belegt. Wird einer frei, bekommt ihn, wer am längsten wartet."
  },
  "places_left": {
   "one": "Noch {n} Platz frei",
   "other": "Noch {n} Plätze frei"
  },
  "show_all": {
   "one": "{n} anzeigen",
   "other": "Alle {n} anzeigen"
  },
  "next_in_line": "Den Platz bekommt, wer auf der Warteliste vorn steht.",
  "brings_you_of": {
   "one": "Dann ist nur noch {n} von {required} dabei.",
   "other": "Dann seid ihr nur noch {n} von {required}."
  },
  "brings_you": {
   "one": "Dann ist nur noch {n} dabei.",
   "other": "Dann seid ihr nur noch {n}."
  },
  "brings_you_below": {
   "one": "Dann ist nur noch {n} von {required} dabei: Der Rabatt fällt weg.",
   "other": "Dann seid ihr nur noch {n} von {required}: Der Rabatt fällt weg."
  },
  "brings_you_below_percent": {
   "one": "Dann ist nur noch {n} von {required} dabei: Die {percent} % Rabatt fallen weg.",
   "other": "Dann seid ihr nur noch {n} von {required}: Die {percent} % Rabatt fallen weg."
  },
  "brings_you_down": {
   "one": "Dann ist nur noch {n} von {required} dabei: Der Rabatt sinkt von {old} % auf {percent} %.",
   "other": "Dann seid ihr nur noch {n} von {required}: Der Rabatt sinkt von {old} % auf {percent} %."
  },
  "brings_group_of": {
   "one": "Dann ist nur noch {n} von {required} dabei.",
   "other": "Dann sind nur noch {n} von {required} dabei."
  },
  "brings_group": {
   "one": "Dann ist nur noch {n} dabei.",
   "other": "Dann sind nur noch {n} dabei."
  },
  "brings_group_below": {
   "one": "Dann ist nur noch {n} von {required} dabei: Der Rabatt fällt weg.",
   "other": "Dann sind nur noch {n} von {required} dabei: Der Rabatt fällt weg."
  },
  "brings_group_below_percent": {
   "one": "Dann ist nur noch {n} von {required} dabei: Die {percent} % Rabatt fallen weg.",
   "other": "Dann sind nur noch {n} von {required} dabei: Die {percent} % Rabatt fallen weg."
  },
  "brings_group_down": {
   "one": "Dann ist nur noch {n} von {required} dabei: Der Rabatt sinkt von {old} % auf {percent} %.",
   "other": "Dann sind nur noch {n} von {required} dabei: Der Rabatt sinkt von {old} % auf {percent} %."
  },
  "made_step": "Mit dir ist die nächste Stufe geschafft: Alle bekommen {percent} % Rabatt!",
  "made_complete_percent": "Mit dir ist die Gruppe komplett: Alle bekommen {percent} % Rabatt!",
  "made_complete_discount": "Mit dir ist die Gruppe komplett: Alle bekommen den Gruppenrabatt!",
  "poll_opens_with": {
   "one": "Startet, sobald {n} Person dabei ist",
   "other": "Startet, sobald {n} Personen dabei sind"
  },
  "poll_takes": {
   "one": "Dafür braucht es {n} Person, und die Anmeldung ist geschlossen",
   "other": "Dafür braucht es {n} Personen, und die Anmeldung ist geschlossen"
  },
  "poll_for": "Stimmt über das ab, was noch offen ist",
  "poll_for_nothing": "Der Trip wurde abgesagt",
  "share": "{trip}: {news}",
  "share_dated": "{trip}, {dates}: {news}",
  "share_less": "{full} → {sum} pro Person.",
  "share_price": "{sum} pro Person.",
  "share_cancelled": "Der Trip wurde abgesagt.",
  "share_over": "Der Trip ist vorbei.",
  "share_closed": "Mitmachen geht nicht mehr.",
  "share_full": "Alle Plätze sind belegt.",
  "share_by": "Mitmachen bis {date}, {time} ({zone}):",
  "share_by_end": "Mitmachen bis {date}, 24:00 ({zone}):",
  "closed": "Beendet am {date}, {time} ({zone})",
  "unlocked": "Der Rabatt ist freigeschaltet.",
  "somebody": "Jemand",
  "brought_by": "mitgebracht von {name}",
  "declined": {
   "one": "{n} kann nicht mitkommen.",
   "other": "{n} können nicht mitkommen."
  },
  "declined_named": {
   "one": "{n} kann nicht mitkommen: {names}.",
   "other": "{n} können nicht mitkommen: {names}."
  },
  "declined_among": {
   "one": "{n} kann nicht mitkommen, darunter {names}.",
   "other": "{n} können nicht mitkommen, darunter {names}."
  },
  "in_line": {
   "one": "{n} wartet auf einen Platz.",
   "other": "{n} warten auf einen Platz."
  },
  "alike": {
   "one": "Nicht verwechseln mit {names}: steht auch auf der Liste.",
   "other": "Nicht verwechseln mit {names}: stehen auch auf der Liste."
  },
  "where_you_are": "Bei dir ist das {when}."
 }
};
export const loadZones = () => import("../zones/de.js");
