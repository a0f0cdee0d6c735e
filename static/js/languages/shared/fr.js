// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "fr",
 "months": [
  "janv.",
  "févr.",
  "mars",
  "avr.",
  "mai",
  "juin",
  "juil.",
  "août",
  "sept.",
  "oct.",
  "nov.",
  "déc."
 ],
 "weekdays": [
  "lundi",
  "mardi",
  "mercredi",
  "jeudi",
  "vendredi",
  "samedi",
  "dimanche"
 ],
 "lists": {
  "start": "{0}, {1}",
  "middle": "{0}, {1}",
  "end": "{0} et {1}",
  "two": "{0} et {1}"
 },
 "thousands": {
  "between": " ",
  "fromDigits": 4
 },
 "money": {
  "withSign": "# ¤",
  "withCode": "# ¤",
  "decimal": ",",
  "signs": {
   "ARS": "$AR",
   "AUD": "$AU",
   "BMD": "$BM",
   "BND": "$BN",
   "BRL": "R$",
   "BZD": "$BZ",
   "CAD": "$CA",
   "CLP": "$CL",
   "COP": "$CO",
   "EUR": "€",
   "FJD": "$FJ",
   "FKP": "£FK",
   "GBP": "£GB",
   "GIP": "£GI",
   "ILS": "₪",
   "INR": "₹",
   "KRW": "₩",
   "LBP": "£LB",
   "MXN": "$MX",
   "NAD": "$NA",
   "NZD": "$NZ",
   "SBD": "$SB",
   "SGD": "$SG",
   "SRD": "$SR",
   "TTD": "$TT",
   "USD": "$US",
   "UYU": "$UY",
   "VND": "₫",
   "WST": "$WS",
   "XAF": "FCFA",
   "XCG": "Cg.",
   "XOF": "F CFA",
   "XPF": "FCFP"
  },
  "byLakhs": []
 },
 "texts": {
  "day_month": "{day} {month}",
  "day_month_year": "{day} {month} {year}",
  "weekday_day": "{weekday} {date}",
  "days_of_month": "{first}–{last} {month}",
  "days_of_month_year": "{first}–{last} {month} {year}",
  "days": "{first} – {last}",
  "day_times": "{date} de {start} à {end}",
  "day_until": "{date} jusqu’à {time}",
  "in_zone": "{when} ({zone})",
  "moment": "{date} à {time}",
  "moment_end": "fin du {date}",
  "time_of_two": "{time} ({offset})",
  "just_now": "à l’instant",
  "minutes_ago": {
   "many": "il y a {n} de min",
   "other": "il y a {n} min"
  },
  "hours_ago": {
   "many": "il y a {n} d’h",
   "other": "il y a {n} h"
  },
  "yesterday": "hier",
  "days_ago": {
   "many": "il y a {n} de jours",
   "one": "il y a {n} jour",
   "other": "il y a {n} jours"
  },
  "joined_just_now": "vient d’arriver",
  "joined_minutes_ago": {
   "many": "du voyage depuis {n} de min",
   "other": "du voyage depuis {n} min"
  },
  "joined_hours_ago": {
   "many": "du voyage depuis {n} d’h",
   "other": "du voyage depuis {n} h"
  },
  "joined_yesterday": "du voyage depuis hier",
  "joined_days_ago": {
   "many": "du voyage depuis {n} de jours",
   "one": "du voyage depuis {n} jour",
   "other": "du voyage depuis {n} jours"
  },
  "code_just_now": "Un code a été créé à l’instant.",
  "code_minutes_ago": {
   "many": "Un code a été créé il y a {n} de min.",
   "other": "Un code a été créé il y a {n} min."
  },
  "code_hours_ago": {
   "many": "Un code a été créé il y a {n} d’h.",
   "other": "Un code a été créé il y a {n} h."
  },
  "code_yesterday": "Un code a été créé hier.",
  "code_days_ago": {
   "many": "Un code a été créé il y a {n} de jours.",
   "one": "Un code a été créé il y a {n} jour.",
   "other": "Un code a été créé il y a {n} jours."
  },
  "time_of_place": "heure : {place}",
  "then": "{first} {next}",
  "price": "{sum} par personne",
  "pays_once": "{full} → <b>{less}</b> par personne dès que vous êtes {count}",
  "pays_now": "<b>{sum}</b> par personne ({percent} % de réduction)",
  "pays_next": "<b>{sum}</b> par personne ({percent} % de réduction), {less} dès que vous êtes {count}",
  "step": {
   "many": "{percent} % dès {n} de personnes",
   "one": "{percent} % dès {n} personne",
   "other": "{percent} % dès {n} personnes"
  },
  "progress": {
   "many": "{count} sur {n} de membres",
   "one": "{count} sur {n} membre",
   "other": "{count} sur {n} membres"
  },
  "are_in_of": {
   "one": "<b>{n} sur {required}</b> est du voyage.",
   "other": "<b>{n} sur {required}</b> sont du voyage."
  },
  "are_in": {
   "many": "<b>{n}</b> de personnes sont du voyage.",
   "one": "<b>{n}</b> personne est du voyage.",
   "other": "<b>{n}</b> personnes sont du voyage."
  },
  "everyone_gets_percent": "<b>{percent} % de réduction</b> pour tout le monde.",
  "everyone_gets_discount": "<b>La réduction de groupe</b> pour tout le monde.",
  "more_unlock_percent": {
   "many": "Encore <b>{n} de personnes</b> pour débloquer <b>{percent} % de réduction</b>.",
   "one": "Encore <b>{n} personne</b> pour débloquer <b>{percent} % de réduction</b>.",
   "other": "Encore <b>{n} personnes</b> pour débloquer <b>{percent} % de réduction</b>."
  },
  "more_unlock_discount": {
   "many": "Encore <b>{n} de personnes</b> pour débloquer <b>la réduction de groupe</b>.",
   "one": "Encore <b>{n} personne</b> pour débloquer <b>la réduction de groupe</b>.",
   "other": "Encore <b>{n} personnes</b> pour débloquer <b>la réduction de groupe</b>."
  },
  "more_and_percent": {
   "many": "Encore {n} de personnes, et tout le monde a {percent} % de réduction.",
   "one": "Encore {n} personne, et tout le monde a {percent} % de réduction.",
   "other": "Encore {n} personnes, et tout le monde a {percent} % de réduction."
  },
  "more_and_discount": {
   "many": "Encore {n} de personnes, et tout le monde a la réduction de groupe.",
   "one": "Encore {n} personne, et tout le monde a la réduction de groupe.",
   "other": "Encore {n} personnes, et tout le monde a la réduction de groupe."
  },
  "invites": "{organiser} t’invite : <b>{trip}</b>",
  "join_by": "Inscriptions jusqu’au <b>{date} à {time}</b> ({zone}).",
  "join_by_end": "Inscriptions jusqu’au <b>{date} inclus</b> ({zone}).",
  "needed_by_then": {
   "many": "À moins de {n} de personnes d’ici là, personne n’a la réduction.",
   "one": "À moins de {n} personne d’ici là, personne n’a la réduction.",
   "other": "À moins de {n} personnes d’ici là, personne n’a la réduction."
  },
  "deadline_was": "La date limite était le <b>{date} à {time}</b> ({zone}).",
  "deadline_was_end": "La date limite était la <b>fin du {date}</b> ({zone}).",
  "too_few": "Avec {n} sur {required}, personne n’a la réduction.",
  "ask_to_reopen": "Si tu veux encore venir, demande à {organiser} de rouvrir.",
  "all_taken": {
   "many": "Les {n} de places sont prises. Si l’une se libère, elle va à la personne qui attend depuis le plus longtemps.",
   "one": "La seule place est prise. Si elle se libère, elle va à la personne qui attend depuis le plus longtemps.",
   "other": "Les {n} places sont prises. Si l’une se libère, elle va à la personne qui attend depuis le plus longtemps."
  },
  "places_left": {
   "many": "Encore {n} de places",
   "one": "Encore {n} place",
   "other": "Encore {n} places"
  },
  "show_all": "Tout voir ({n})",
  "next_in_line": "Le premier nom de la liste d’attente prend la place.",
  "brings_you_of": "Vous passez à {n} sur {required}.",
  "brings_you": "Vous passez à {n}.",
  "brings_you_below": "Vous passez à {n} sur {required} : la réduction sera perdue.",
  "brings_you_below_percent": "Vous passez à {n} sur {required} : la réduction de {percent} % sera perdue.",
  "brings_you_down": "Vous passez à {n} sur {required} : la réduction tombera de {old} % à {percent} %.",
  "brings_group_of": "Le groupe passe à {n} sur {required}.",
  "brings_group": "Le groupe passe à {n}.",
  "brings_group_below": "Le groupe passe à {n} sur {required} : la réduction sera perdue.",
  "brings_group_below_percent": "Le groupe passe à {n} sur {required} : la réduction de {percent} % sera perdue.",
  "brings_group_down": "Le groupe passe à {n} sur {required} : la réduction tombera de {old} % à {percent} %.",
  "made_step": "Avec toi, le palier suivant est atteint : {percent} % de réduction pour tout le monde !",
  "made_complete_percent": "Avec toi, le compte est bon : {percent} % de réduction pour tout le monde !",
  "made_complete_discount": "Avec toi, le compte est bon : la réduction de groupe pour tout le monde !",
  "poll_opens_with": {
   "many": "Disponible dès {n} de personnes",
   "one": "Disponible dès {n} personne",
   "other": "Disponible dès {n} personnes"
  },
  "poll_takes": {
   "many": "Il faut {n} de personnes, et les inscriptions sont fermées",
   "one": "Il faut {n} personne, et les inscriptions sont fermées",
   "other": "Il faut {n} personnes, et les inscriptions sont fermées"
  },
  "poll_for": "Pour voter sur ce qu’il reste à décider",
  "poll_for_nothing": "Le voyage a été annulé",
  "share": "{trip} : {news}",
  "share_dated": "{trip}, {dates} : {news}",
  "share_less": "{full} → {sum} par personne.",
  "share_price": "{sum} par personne.",
  "share_cancelled": "Le voyage a été annulé.",
  "share_over": "Le voyage est terminé.",
  "share_closed": "On ne peut plus s’inscrire.",
  "share_full": "Toutes les places sont prises.",
  "share_by": "Inscriptions jusqu’au {date} à {time} ({zone}) :",
  "share_by_end": "Inscriptions jusqu’au {date} inclus ({zone}) :",
  "closed": "Clos le {date} à {time} ({zone})",
  "unlocked": "La réduction est débloquée.",
  "somebody": "Quelqu’un",
  "brought_by": "vient avec {name}",
  "declined": {
   "many": "{n} de personnes ne peuvent pas venir.",
   "one": "{n} personne ne peut pas venir.",
   "other": "{n} personnes ne peuvent pas venir."
  },
  "declined_named": {
   "many": "{n} de personnes ne peuvent pas venir : {names}.",
   "one": "{n} personne ne peut pas venir : {names}.",
   "other": "{n} personnes ne peuvent pas venir : {names}."
  },
  "declined_among": {
   "many": "{n} de personnes ne peuvent pas venir, dont {names}.",
   "one": "{n} personne ne peut pas venir, dont {names}.",
   "other": "{n} personnes ne peuvent pas venir, dont {names}."
  },
  "in_line": {
   "many": "{n} de personnes attendent une place.",
   "one": "{n} personne attend une place.",
   "other": "{n} personnes attendent une place."
  },
  "alike": "À ne pas confondre avec {names}, aussi sur la liste.",
  "where_you_are": "À ton heure : {when}."
 }
};
export const loadZones = () => import("../zones/fr.js");
