// Written by `manage.py export_tables`, not by hand.
import { learn } from "../words/catalogue.js";

learn({
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
  "nobody_gets_discount": "Niemand bekommt den Rabatt.",
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
  "count_title": "{count}/{required} · {trip}",
  "page_title": "{page} · {trip}",
  "voted": {
   "one": "{n} von {members} Mitgliedern hat abgestimmt",
   "other": "{n} von {members} Mitgliedern haben abgestimmt"
  },
  "turnout": {
   "one": "{n} Person hat abgestimmt",
   "other": "{n} Personen haben abgestimmt"
  },
  "nobody_voted": "Niemand hat abgestimmt",
  "closes": "Endet am <b>{date}, {time}</b> ({zone})",
  "closes_end": "Endet am <b>{date}, 24:00</b> ({zone})",
  "closed": "Beendet am {date}, {time} ({zone})",
  "closed_end": "Beendet am {date}, 24:00 ({zone})",
  "decided": "Entschieden: <b>{option}</b>",
  "decided_picked": "Entschieden: <b>{option}</b>. Das hat die Orga festgelegt.",
  "paused_below": {
   "one": "Pausiert, solange weniger als {n} Person dabei ist. Die Stimmen bleiben erhalten.",
   "other": "Pausiert, solange weniger als {n} Personen dabei sind. Die Stimmen bleiben erhalten."
  },
  "choose_up_to": "Wähle bis zu {n}.",
  "chosen_all": {
   "one": "Das ist {n} von {n}: Wähle erst etwas ab, um etwas anderes zu nehmen.",
   "other": "Das sind {n} von {n}: Wähle erst etwas ab, um etwas anderes zu nehmen."
  },
  "closed_polls": {
   "one": "{n} beendete Umfrage",
   "other": "{n} beendete Umfragen"
  },
  "votes": {
   "one": "{n} Stimme",
   "other": "{n} Stimmen"
  },
  "voters_shown": "Alle im Trip sehen, wer was gewählt hat.",
  "voters_hidden": "Niemand im Trip sieht, was du wählst.",
  "said_yes": "<b>Ja:</b> {names}",
  "said_maybe": "<b>Zur Not:</b> {names}",
  "more_people": {
   "one": "{n} weitere Person",
   "other": "{n} weitere"
  },
  "month_of_year": "{month} {year}",
  "date_votes": "{yes} Ja, {maybes} zur Not",
  "vote_share": "{percent} %",
  "vote_share_aloud": "{percent} % derer, die abgestimmt haben",
  "member_joined": "{name} ist dabei.",
  "member_restored": "{name} ist wieder da.",
  "member_left": "{name} ist ausgestiegen.",
  "member_removed": "{name} wurde entfernt.",
  "message_deleted": "Eine Nachricht wurde zurückgenommen.",
  "invitation_replaced": "Der Einladungslink wurde ersetzt.",
  "message_posted": "{name} hat an alle geschrieben.",
  "renamed": "{old} heißt jetzt {new}.",
  "organiser_made": "{name} gehört jetzt zur Orga.",
  "organiser_no_more": "{name} gehört nicht mehr zur Orga.",
  "handed_over": "Der Trip wurde an {name} übergeben.",
  "trip_cancelled": "Der Trip ist abgesagt.",
  "trip_closed": "Die Anmeldung ist geschlossen.",
  "trip_reopened": "Der Trip ist wieder offen.",
  "trip_changed": "Der Trip wurde geändert.",
  "deadline_passed": "Der Anmeldeschluss ist vorbei.",
  "trip_over": "Der Trip ist vorbei.",
  "unlocked": "Der Rabatt ist freigeschaltet.",
  "locked_again": "Der Rabatt ist nicht mehr freigeschaltet.",
  "poll_opened": "Neue Umfrage: „{question}“",
  "poll_closed": "Umfrage beendet: „{question}“",
  "poll_ended": "Umfrage zu Ende: „{question}“",
  "poll_reopened": "Umfrage wieder offen: „{question}“",
  "poll_changed": "Umfrage geändert: „{question}“",
  "poll_deleted": "Umfrage gelöscht: „{question}“",
  "poll_picked": "Die Orga hat „{option}“ festgelegt: „{question}“",
  "pick_undone": "Festlegung zurückgenommen: „{question}“",
  "some_poll_opened": "Eine Umfrage wurde gestartet.",
  "some_poll_closed": "Eine Umfrage wurde beendet.",
  "some_poll_ended": "Eine Umfrage ist zu Ende.",
  "some_poll_reopened": "Eine Umfrage wurde wieder geöffnet.",
  "some_poll_changed": "Eine Umfrage wurde geändert.",
  "some_poll_deleted": "Eine Umfrage wurde gelöscht.",
  "some_poll_picked": "Die Orga hat eine Option festgelegt.",
  "some_pick_undone": "Eine Festlegung wurde zurückgenommen.",
  "some_option_picked": "Die Orga hat eine Option festgelegt: „{question}“",
  "name_became": "Name: jetzt „{new}“ statt „{old}“.",
  "zone_became": "Zeitzone: jetzt {new} statt {old}.",
  "required_became": "Nötige Mitglieder: jetzt {new} statt {old}.",
  "description_became": "Die Beschreibung wurde geändert.",
  "description_came": "Es gibt jetzt eine Beschreibung.",
  "description_went": "Die Beschreibung wurde entfernt.",
  "place_became": "Ort: jetzt „{new}“ statt „{old}“.",
  "place_came": "Ort: jetzt „{new}“.",
  "place_went": "Ort: nicht mehr „{old}“.",
  "cover_became": "Emoji: jetzt {new} statt {old}.",
  "cover_came": "Emoji: jetzt {new}.",
  "cover_went": "Emoji: nicht mehr {old}.",
  "dates_became": "Termin: jetzt {new} (statt {old}).",
  "dates_came": "{new} ist jetzt der Termin.",
  "dates_went": "{old} ist nicht mehr der Termin.",
  "start_became": "Beginn: jetzt {new} statt {old}.",
  "start_came": "Beginn: jetzt {new}.",
  "start_went": "Beginn: nicht mehr {old}.",
  "end_became": "Ende: jetzt {new} statt {old}.",
  "end_came": "Ende: jetzt {new}.",
  "end_went": "Ende: nicht mehr {old}.",
  "deadline_became": "Anmeldeschluss: jetzt {new} (statt {old}).",
  "deadline_came": "Anmeldeschluss: jetzt {new}.",
  "deadline_went": "Anmeldeschluss: nicht mehr {old}.",
  "capacity_became": "Plätze: jetzt {new} statt {old}.",
  "capacity_came": "Plätze: jetzt höchstens {new}.",
  "capacity_went": "Plätze: nicht mehr auf {old} begrenzt.",
  "price_became": "Preis: jetzt {new} statt {old}.",
  "price_came": "Preis: jetzt {new}.",
  "price_went": "Preis: nicht mehr {old}.",
  "discount_became": "Rabatt: jetzt {new} % statt {old} %.",
  "discount_came": "Rabatt: jetzt {new} %.",
  "discount_went": "Rabatt: nicht mehr {old} %.",
  "steps_became": "Weitere Rabattstufen: jetzt {new} (statt {old}).",
  "steps_came": "Weitere Rabattstufen: jetzt {new}.",
  "steps_went": "Weitere Rabattstufen: nicht mehr {old}.",
  "found": {
   "one": "{n} Person gefunden",
   "other": "{n} Personen gefunden"
  },
  "found_nobody": "Niemanden gefunden",
  "wait_for_you": {
   "one": "{n} Person wartet auf deine Antwort",
   "other": "{n} Personen warten auf deine Antwort"
  },
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
  "became": "Hier steht inzwischen „{words}“. Speichere, damit deine Eingabe gilt.",
  "was_emptied": "Das Feld wurde inzwischen geleert. Speichere, damit deine Eingabe gilt.",
  "now_of": "{count} von {required}.",
  "now_in": {
   "one": "{n} ist dabei.",
   "other": "{n} sind dabei."
  },
  "now_unlocked": "Der Rabatt ist freigeschaltet!",
  "now_locked": "Der Rabatt ist nicht mehr freigeschaltet.",
  "now_percent": "Der Rabatt liegt jetzt bei {percent} %.",
  "now_missing": {
   "one": "Es fehlt noch {n}.",
   "other": "Es fehlen noch {n}."
  },
  "poll_is_open": "Eine Umfrage läuft: „{question}“",
  "now_voted": {
   "one": "{n} von {members} Mitgliedern hat abgestimmt.",
   "other": "{n} von {members} Mitgliedern haben abgestimmt."
  },
  "now_message": "{name} schreibt: „{text}“",
  "option_added": "Eine Option kam dazu.",
  "away": "Während du weg warst: {news}",
  "up_to_date": "Du bist wieder auf dem neuesten Stand.",
  "away_joined": {
   "one": "{n} Person ist neu dabei.",
   "other": "{n} Personen sind neu dabei."
  },
  "away_left": {
   "one": "{n} Person ist ausgestiegen.",
   "other": "{n} Personen sind ausgestiegen."
  },
  "away_unlocked": "Der Rabatt wurde freigeschaltet.",
  "away_locked": "Der Rabatt ist nicht mehr freigeschaltet.",
  "away_name": "Der Name hat sich geändert.",
  "away_description": "Die Beschreibung hat sich geändert.",
  "away_place": "Der Ort hat sich geändert.",
  "away_cover": "Das Emoji hat sich geändert.",
  "away_dates": "Der Termin hat sich geändert.",
  "away_start": "Der Beginn hat sich geändert.",
  "away_end": "Das Ende hat sich geändert.",
  "away_zone": "Die Zeitzone hat sich geändert.",
  "away_deadline": "Der Anmeldeschluss hat sich geändert.",
  "away_required": "Die Zahl der nötigen Mitglieder hat sich geändert.",
  "away_capacity": "Die Zahl der Plätze hat sich geändert.",
  "away_price": "Der Preis hat sich geändert.",
  "away_discount": "Der Rabatt hat sich geändert.",
  "away_steps": "Die Rabattstufen haben sich geändert.",
  "away_reopened": "Der Trip wurde wieder geöffnet.",
  "away_cancelled": "Der Trip wurde abgesagt.",
  "away_closed": "Die Anmeldung wurde geschlossen.",
  "away_deadline_passed": "Der Anmeldeschluss ist vorbei.",
  "away_over": "Der Trip ist vorbei.",
  "away_poll_opened": "Eine Umfrage wurde gestartet.",
  "away_poll_closed": "Eine Umfrage wurde beendet.",
  "away_poll_reopened": "Eine Umfrage wurde wieder geöffnet.",
  "away_poll_deleted": "Eine Umfrage wurde gelöscht.",
  "away_message": "Es gibt eine neue Nachricht.",
  "offline": "Keine Verbindung.",
  "busy": "Wir holen kurz Luft.",
  "crowd": "Das war zu oft.",
  "crowd_joining": "Gerade wollen sehr viele mitmachen.",
  "crowd_voting": "Gerade stimmen sehr viele ab.",
  "tap_again": "Nichts ist verloren: neuer Versuch…",
  "tap_in_seconds": "Nichts ist verloren: nächster Versuch in {n} s.",
  "tap_in_minutes": "Nichts ist verloren: nächster Versuch in {n} min.",
  "vote_again": "Deine Stimme ist sicher: neuer Versuch…",
  "vote_in_seconds": "Deine Stimme ist sicher: nächster Versuch in {n} s.",
  "vote_in_minutes": "Deine Stimme ist sicher: nächster Versuch in {n} min.",
  "no_cookie": "Dieser Browser hat uns kein Cookie geschickt, oder die Seite ist sehr alt. Erlaube Cookies für diese Website und lade dann neu: Was du eingegeben hast, bleibt erhalten.",
  "odd": "Das hat nicht geklappt, und es wurde nichts geändert. Was du eingegeben hast, ist noch da: Sieh es dir noch einmal an und versuch es dann wieder.",
  "our_fault": "Das hat nicht geklappt, und es liegt an uns, nicht an dir. Was du eingegeben hast, ist noch da: Warte kurz und tippe dann noch einmal.",
  "as_sent": "Das wird so gesendet, wie es beim Antippen war. Ändern kannst du es, sobald die Antwort da ist.",
  "unsent": "Die Umfrage endete, bevor deine Wahl gesendet war, deshalb zählt sie nicht.",
  "unsent_change": "Die Umfrage endete, bevor diese Änderung gesendet war. Es zählt deine Stimme von vorher.",
  "put_back": "Wir haben wiederhergestellt, was du hier eingegeben und nicht gespeichert hattest.",
  "discard": "Verwerfen",
  "where_you_are": "Bei dir ist das {when}.",
  "live": "Live",
  "catching_up": "Holt auf",
  "paused": "Pausiert: anderswo geöffnet. Hier weitermachen",
  "offline_since": "Offline seit {time}",
  "copied": "Kopiert ✓",
  "copied_aloud": "Kopiert",
  "copy_by_hand": "Halte den Link gedrückt",
  "selected": "Der Link ist markiert"
 }
}, () => import("./zones/de.js"));
