// Written by `manage.py export_tables`, not by hand.
import { learn } from "../words/catalogue.js";

learn({
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
  "nobody_gets_discount": "Personne n’a la réduction.",
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
  "count_title": "{count}/{required} · {trip}",
  "page_title": "{page} · {trip}",
  "voted": {
   "one": "{n} sur {members} a voté",
   "other": "{n} sur {members} ont voté"
  },
  "turnout": {
   "many": "{n} de personnes ont voté",
   "one": "{n} personne a voté",
   "other": "{n} personnes ont voté"
  },
  "nobody_voted": "Personne n’a voté",
  "closes": "Clôture : <b>{date} à {time}</b> ({zone})",
  "closes_end": "Clôture : <b>fin du {date}</b> ({zone})",
  "closed": "Clos le {date} à {time} ({zone})",
  "closed_end": "Clos à la fin du {date} ({zone})",
  "decided": "Décidé : <b>{option}</b>",
  "decided_picked": "Décidé : <b>{option}</b>. C’est l’orga qui a choisi.",
  "paused_below": {
   "many": "En pause tant qu’il y a moins de {n} de personnes. Les votes sont conservés.",
   "one": "En pause tant qu’il y a moins de {n} personne. Les votes sont conservés.",
   "other": "En pause tant qu’il y a moins de {n} personnes. Les votes sont conservés."
  },
  "choose_up_to": "Choisis-en jusqu’à {n}.",
  "chosen_all": "Ça fait {n} sur {n} : décoche un choix pour en prendre un autre.",
  "closed_polls": {
   "many": "{n} de sondages clos",
   "one": "{n} sondage clos",
   "other": "{n} sondages clos"
  },
  "votes": {
   "many": "{n} de votes",
   "one": "{n} vote",
   "other": "{n} votes"
  },
  "voters_shown": "Tout le groupe du voyage voit qui a choisi quoi.",
  "voters_hidden": "Aucun membre du voyage ne voit ce que tu choisis.",
  "said_yes": "<b>Oui :</b> {names}",
  "said_maybe": "<b>Si besoin :</b> {names}",
  "more_people": {
   "many": "{n} d’autres",
   "one": "{n} autre",
   "other": "{n} autres"
  },
  "month_of_year": "{month} {year}",
  "date_votes": "{yes} oui, {maybes} si besoin",
  "vote_share": "{percent} %",
  "vote_share_aloud": "{percent} % des personnes qui ont voté",
  "member_joined": "{name} a rejoint le voyage.",
  "member_restored": "{name} est de retour.",
  "member_left": "{name} a quitté le voyage.",
  "member_removed": "{name} n’est plus du voyage.",
  "message_deleted": "Un message a été retiré.",
  "invitation_replaced": "Le lien d’invitation a été remplacé.",
  "message_posted": "{name} a écrit à tout le monde.",
  "renamed": "{old} s’appelle maintenant {new}.",
  "organiser_made": "{name} fait maintenant partie de l’orga.",
  "organiser_no_more": "{name} ne fait plus partie de l’orga.",
  "handed_over": "Le voyage a été confié à {name}.",
  "trip_cancelled": "Le voyage est annulé.",
  "trip_closed": "Les inscriptions sont fermées.",
  "trip_reopened": "Le voyage est de nouveau ouvert.",
  "trip_changed": "Le voyage a été modifié.",
  "deadline_passed": "La date limite est passée.",
  "trip_over": "Le voyage est terminé.",
  "unlocked": "La réduction est débloquée.",
  "locked_again": "La réduction est de nouveau bloquée.",
  "poll_opened": "Un sondage a été ouvert : « {question} »",
  "poll_closed": "Un sondage a été clos : « {question} »",
  "poll_ended": "Un sondage a pris fin : « {question} »",
  "poll_reopened": "Un sondage a été rouvert : « {question} »",
  "poll_changed": "Un sondage a été modifié : « {question} »",
  "poll_deleted": "Un sondage a été supprimé : « {question} »",
  "poll_picked": "L’orga a choisi « {option} » : « {question} »",
  "pick_undone": "Le choix a été annulé : « {question} »",
  "some_poll_opened": "Un sondage a été ouvert.",
  "some_poll_closed": "Un sondage a été clos.",
  "some_poll_ended": "Un sondage a pris fin.",
  "some_poll_reopened": "Un sondage a été rouvert.",
  "some_poll_changed": "Un sondage a été modifié.",
  "some_poll_deleted": "Un sondage a été supprimé.",
  "some_poll_picked": "L’orga a choisi une option.",
  "some_pick_undone": "Un choix a été annulé.",
  "some_option_picked": "L’orga a choisi une option : « {question} »",
  "name_became": "Nom : « {new} » (avant : « {old} »).",
  "zone_became": "Fuseau horaire : {new} (avant : {old}).",
  "required_became": "Membres requis : {new} (avant : {old}).",
  "description_became": "La description a été modifiée.",
  "description_came": "Il y a maintenant une description.",
  "description_went": "La description a été retirée.",
  "place_became": "Lieu : « {new} » (avant : « {old} »).",
  "place_came": "Lieu : « {new} » désormais.",
  "place_went": "Lieu : plus aucun (avant : « {old} »).",
  "cover_became": "Emoji : {new} (avant : {old}).",
  "cover_came": "Emoji : {new} désormais.",
  "cover_went": "Emoji : plus aucun (avant : {old}).",
  "dates_became": "Dates : {new} (avant : {old}).",
  "dates_came": "Dates : {new} désormais.",
  "dates_went": "Dates : plus aucune (avant : {old}).",
  "start_became": "Début : {new} (avant : {old}).",
  "start_came": "Début : {new} désormais.",
  "start_went": "Début : plus d’heure (avant : {old}).",
  "end_became": "Fin : {new} (avant : {old}).",
  "end_came": "Fin : {new} désormais.",
  "end_went": "Fin : plus d’heure (avant : {old}).",
  "deadline_became": "Date limite : {new} (avant : {old}).",
  "deadline_came": "Date limite : {new} désormais.",
  "deadline_went": "Date limite : plus aucune (avant : {old}).",
  "capacity_became": "Places : {new} (avant : {old}).",
  "capacity_came": "Places : {new} au maximum désormais.",
  "capacity_went": "Places : plus de limite (avant : {old}).",
  "price_became": "Prix : {new} (avant : {old}).",
  "price_came": "Prix : {new} désormais.",
  "price_went": "Prix : plus aucun (avant : {old}).",
  "discount_became": "Réduction : {new} % (avant : {old} %).",
  "discount_came": "Réduction : {new} % désormais.",
  "discount_went": "Réduction : plus aucune (avant : {old} %).",
  "steps_became": "Autres paliers de réduction : {new} (avant : {old}).",
  "steps_came": "Autres paliers de réduction : {new} désormais.",
  "steps_went": "Autres paliers de réduction : plus aucun (avant : {old}).",
  "found": {
   "many": "{n} de personnes trouvées",
   "one": "{n} personne trouvée",
   "other": "{n} personnes trouvées"
  },
  "found_nobody": "Aucun résultat",
  "wait_for_you": {
   "many": "{n} de personnes attendent ta réponse",
   "one": "{n} personne attend ta réponse",
   "other": "{n} personnes attendent ta réponse"
  },
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
  "became": "C’est devenu « {words} » entre-temps. Enregistre pour y mettre ta version.",
  "was_emptied": "Ce champ a été vidé entre-temps. Enregistre pour y mettre ta version.",
  "now_of": "{count} sur {required}.",
  "now_in": {
   "many": "{n} de personnes sont du voyage.",
   "one": "{n} personne est du voyage.",
   "other": "{n} personnes sont du voyage."
  },
  "now_unlocked": "La réduction est débloquée !",
  "now_locked": "La réduction est de nouveau bloquée.",
  "now_percent": "La réduction est maintenant de {percent} %.",
  "now_missing": "Plus que {n}.",
  "poll_is_open": "Un sondage est ouvert : « {question} »",
  "now_voted": {
   "one": "{n} sur {members} a voté.",
   "other": "{n} sur {members} ont voté."
  },
  "now_message": "{name} écrit : « {text} »",
  "option_added": "Une option a été ajoutée.",
  "away": "Pendant ton absence : {news}",
  "up_to_date": "Tu es de nouveau à jour.",
  "away_joined": {
   "many": "{n} de personnes ont rejoint le voyage.",
   "one": "{n} personne a rejoint le voyage.",
   "other": "{n} personnes ont rejoint le voyage."
  },
  "away_left": {
   "many": "{n} de personnes ont quitté le voyage.",
   "one": "{n} personne a quitté le voyage.",
   "other": "{n} personnes ont quitté le voyage."
  },
  "away_unlocked": "La réduction a été débloquée.",
  "away_locked": "La réduction a été de nouveau bloquée.",
  "away_name": "Le nom a changé.",
  "away_description": "La description a changé.",
  "away_place": "Le lieu a changé.",
  "away_cover": "L’emoji a changé.",
  "away_dates": "Les dates ont changé.",
  "away_start": "Le début a changé.",
  "away_end": "La fin a changé.",
  "away_zone": "Le fuseau horaire a changé.",
  "away_deadline": "La date limite a changé.",
  "away_required": "Le nombre de membres requis a changé.",
  "away_capacity": "Le nombre de places a changé.",
  "away_price": "Le prix a changé.",
  "away_discount": "La réduction a changé.",
  "away_steps": "Les paliers de réduction ont changé.",
  "away_reopened": "Le voyage a été rouvert.",
  "away_cancelled": "Le voyage a été annulé.",
  "away_closed": "Les inscriptions ont été fermées.",
  "away_deadline_passed": "La date limite est passée.",
  "away_over": "Le voyage est terminé.",
  "away_poll_opened": "Un sondage a été ouvert.",
  "away_poll_closed": "Un sondage a été clos.",
  "away_poll_reopened": "Un sondage a été rouvert.",
  "away_poll_deleted": "Un sondage a été supprimé.",
  "away_message": "Il y a un nouveau message.",
  "offline": "Pas de connexion.",
  "busy": "On reprend notre souffle.",
  "crowd": "C’était trop souvent.",
  "crowd_joining": "Beaucoup de monde s’inscrit en ce moment.",
  "crowd_voting": "Beaucoup de monde vote en ce moment.",
  "tap_again": "Rien n’est perdu : nouvel essai…",
  "tap_in_seconds": {
   "many": "Rien n’est perdu : nouvel essai dans {n} de s.",
   "other": "Rien n’est perdu : nouvel essai dans {n} s."
  },
  "tap_in_minutes": {
   "many": "Rien n’est perdu : nouvel essai dans {n} de min.",
   "other": "Rien n’est perdu : nouvel essai dans {n} min."
  },
  "vote_again": "Ton vote n’est pas perdu : nouvel essai…",
  "vote_in_seconds": {
   "many": "Ton vote n’est pas perdu : nouvel essai dans {n} de s.",
   "other": "Ton vote n’est pas perdu : nouvel essai dans {n} s."
  },
  "vote_in_minutes": {
   "many": "Ton vote n’est pas perdu : nouvel essai dans {n} de min.",
   "other": "Ton vote n’est pas perdu : nouvel essai dans {n} min."
  },
  "no_cookie": "Ce navigateur ne nous a pas envoyé de cookie, ou la page est très ancienne. Autorise les cookies pour ce site, puis recharge : ce que tu as saisi est gardé.",
  "odd": "Ça n’a pas marché, et rien n’a changé. Ce que tu as saisi est gardé : vérifie encore une fois, puis réessaie.",
  "our_fault": "Ça n’a pas marché, et c’est notre faute, pas la tienne. Ce que tu as saisi est gardé : attends un peu, puis réessaie.",
  "as_sent": "L’envoi est parti tel quel. Tu pourras le modifier une fois la réponse arrivée.",
  "unsent": "Le sondage a été clos avant l’envoi de ton choix : il ne compte pas.",
  "unsent_change": "Le sondage a été clos avant l’envoi de ce changement. Ton vote précédent compte.",
  "put_back": "On a remis ce que tu avais saisi ici sans l’enregistrer.",
  "discard": "Abandonner",
  "where_you_are": "À ton heure : {when}.",
  "live": "En direct",
  "catching_up": "Mise à jour",
  "paused": "En pause : ouvert ailleurs. Touche pour continuer",
  "offline_since": "Hors ligne depuis {time}",
  "copied": "Copié ✓",
  "copied_aloud": "Copié",
  "copy_by_hand": "Appuie longuement sur le lien",
  "selected": "Le lien est sélectionné"
 }
}, () => import("./zones/fr.js"));
