// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "es",
 "months": [
  "ene",
  "feb",
  "mar",
  "abr",
  "may",
  "jun",
  "jul",
  "ago",
  "sept",
  "oct",
  "nov",
  "dic"
 ],
 "weekdays": [
  "lunes",
  "martes",
  "miércoles",
  "jueves",
  "viernes",
  "sábado",
  "domingo"
 ],
 "lists": {
  "start": "{0}, {1}",
  "middle": "{0}, {1}",
  "end": "{0} y {1}",
  "two": "{0} y {1}"
 },
 "thousands": {
  "between": ".",
  "fromDigits": 5
 },
 "money": {
  "withSign": "# ¤",
  "withCode": "# ¤",
  "decimal": ",",
  "signs": {
   "EUR": "€",
   "THB": "฿",
   "USD": "US$",
   "VND": "₫",
   "XCG": "Cg.",
   "XPF": "CFPF"
  },
  "byLakhs": []
 },
 "texts": {
  "day_month": "{day} {month}",
  "day_month_year": "{day} {month} {year}",
  "weekday_day": "{weekday}, {date}",
  "days_of_month": "{first}–{last} {month}",
  "days_of_month_year": "{first}–{last} {month} {year}",
  "days": "{first} – {last}",
  "day_times": "{date}, {start}–{end}",
  "day_until": "{date}, hasta las {time}",
  "in_zone": "{when} ({zone})",
  "moment": "{date}, {time}",
  "moment_end": "el final del {date}",
  "time_of_two": "{time} ({offset})",
  "just_now": "ahora mismo",
  "minutes_ago": "hace {n} min",
  "hours_ago": "hace {n} h",
  "yesterday": "ayer",
  "days_ago": {
   "many": "hace {n} de días",
   "one": "hace {n} día",
   "other": "hace {n} días"
  },
  "joined_just_now": "se unió ahora mismo",
  "joined_minutes_ago": "se unió hace {n} min",
  "joined_hours_ago": "se unió hace {n} h",
  "joined_yesterday": "se unió ayer",
  "joined_days_ago": {
   "many": "se unió hace {n} de días",
   "one": "se unió hace {n} día",
   "other": "se unió hace {n} días"
  },
  "code_just_now": "Se creó un código ahora mismo.",
  "code_minutes_ago": "Se creó un código hace {n} min.",
  "code_hours_ago": "Se creó un código hace {n} h.",
  "code_yesterday": "Se creó un código ayer.",
  "code_days_ago": {
   "many": "Se creó un código hace {n} de días.",
   "one": "Se creó un código hace {n} día.",
   "other": "Se creó un código hace {n} días."
  },
  "time_of_place": "hora de {place}",
  "then": "{first} {next}",
  "price": "{sum} por persona",
  "pays_once": "{full} → <b>{less}</b> por persona cuando vayan {count}",
  "pays_now": "<b>{sum}</b> por persona ({percent} % de descuento)",
  "pays_next": "<b>{sum}</b> por persona ({percent} % de descuento), {less} cuando vayan {count}",
  "step": {
   "many": "{percent} % con {n} de personas",
   "one": "{percent} % con {n} persona",
   "other": "{percent} % con {n} personas"
  },
  "progress": {
   "many": "{count} de {n} de participantes",
   "one": "{count} de {n} participante",
   "other": "{count} de {n} participantes"
  },
  "are_in_of": {
   "one": "Ya va <b>{n} de {required}</b>.",
   "other": "Ya van <b>{n} de {required}</b>."
  },
  "are_in": {
   "many": "Ya van <b>{n} de personas</b>.",
   "one": "Ya va <b>{n}</b>.",
   "other": "Ya van <b>{n}</b>."
  },
  "everyone_gets_percent": "Todo el grupo tiene un <b>{percent} % de descuento</b>.",
  "everyone_gets_discount": "Todo el mundo tiene <b>el descuento de grupo</b>.",
  "more_unlock_percent": {
   "many": "<b>Faltan {n} de personas</b> para desbloquear <b>un {percent} % de descuento</b>.",
   "one": "<b>Falta {n}</b> para desbloquear <b>un {percent} % de descuento</b>.",
   "other": "<b>Faltan {n}</b> para desbloquear <b>un {percent} % de descuento</b>."
  },
  "more_unlock_discount": {
   "many": "<b>Faltan {n} de personas</b> para desbloquear <b>el descuento de grupo</b>.",
   "one": "<b>Falta {n}</b> para desbloquear <b>el descuento de grupo</b>.",
   "other": "<b>Faltan {n}</b> para desbloquear <b>el descuento de grupo</b>."
  },
  "more_and_percent": {
   "many": "Con {n} de personas más, un {percent} % de descuento para todo el grupo.",
   "other": "Con {n} más, un {percent} % de descuento para todo el grupo."
  },
  "more_and_discount": {
   "many": "Con {n} de personas más, hay descuento para todo el grupo.",
   "other": "Con {n} más, hay descuento para todo el grupo."
  },
  "invites": "{organiser} te invita a <b>{trip}</b>",
  "join_by": "Puedes unirte hasta el <b>{date}, {time}</b> ({zone}).",
  "join_by_end": "Puedes unirte hasta <b>el final del {date}</b> ({zone}).",
  "needed_by_then": {
   "many": "Si para entonces van menos de {n} de personas, nadie tiene el descuento.",
   "one": "Si para entonces va menos de {n}, nadie tiene el descuento.",
   "other": "Si para entonces van menos de {n}, nadie tiene el descuento."
  },
  "deadline_was": "La fecha límite era el <b>{date}, {time}</b> ({zone}).",
  "deadline_was_end": "La fecha límite era <b>el final del {date}</b> ({zone}).",
  "too_few": "Con {n} de {required}, nadie tiene el descuento.",
  "ask_to_reopen": "Si aún quieres venir, pide a {organiser} que reabra el grupo.",
  "all_taken": "No quedan plazas ({n} en total). Si alguna queda libre, es para quien más tiempo lleva esperando.",
  "places_left": {
   "many": "Quedan {n} de plazas",
   "one": "Queda {n} plaza",
   "other": "Quedan {n} plazas"
  },
  "show_all": "Ver todo ({n})",
  "next_in_line": "La plaza es para quien más tiempo lleva esperando.",
  "brings_you_of": "El grupo se queda en {n} de {required}.",
  "brings_you": {
   "many": "El grupo se queda en {n} de personas.",
   "other": "El grupo se queda en {n}."
  },
  "brings_you_below": "El grupo se queda en {n} de {required}: se perderá el descuento.",
  "brings_you_below_percent": "El grupo se queda en {n} de {required}: se perderá el descuento del {percent} %.",
  "brings_you_down": "El grupo se queda en {n} de {required}: el descuento bajará del {old} % al {percent} %.",
  "brings_group_of": "El grupo se queda en {n} de {required}.",
  "brings_group": {
   "many": "El grupo se queda en {n} de personas.",
   "other": "El grupo se queda en {n}."
  },
  "brings_group_below": "El grupo se queda en {n} de {required}: se perderá el descuento.",
  "brings_group_below_percent": "El grupo se queda en {n} de {required}: se perderá el descuento del {percent} %.",
  "brings_group_down": "El grupo se queda en {n} de {required}: el descuento bajará del {old} % al {percent} %.",
  "made_step": "¡Contigo se alcanza el siguiente nivel: todo el grupo tiene un {percent} % de descuento!",
  "made_complete_percent": "¡Contigo se completa el grupo: todo el mundo tiene un {percent} % de descuento!",
  "made_complete_discount": "¡Contigo se completa el grupo: todo el mundo tiene el descuento!",
  "poll_opens_with": {
   "many": "Se abre cuando vayan {n} de personas",
   "one": "Se abre cuando vaya {n} persona",
   "other": "Se abre cuando vayan {n} personas"
  },
  "poll_takes": {
   "many": "Hacen falta {n} de personas, y el grupo está cerrado",
   "one": "Hace falta {n} persona, y el grupo está cerrado",
   "other": "Hacen falta {n} personas, y el grupo está cerrado"
  },
  "poll_for": "Votar lo que queda por decidir",
  "poll_for_nothing": "El viaje se canceló",
  "share": "{trip}: {news}",
  "share_dated": "{trip}, {dates}: {news}",
  "share_less": "{full} → {sum} por persona.",
  "share_price": "{sum} por persona.",
  "share_cancelled": "El viaje se canceló.",
  "share_over": "El viaje ya terminó.",
  "share_closed": "Ya no puede unirse nadie.",
  "share_full": "No quedan plazas.",
  "share_by": "Puedes unirte hasta el {date}, {time} ({zone}):",
  "share_by_end": "Puedes unirte hasta el final del {date} ({zone}):",
  "closed": "Se cerró el {date}, {time} ({zone})",
  "unlocked": "El descuento está desbloqueado.",
  "somebody": "Alguien",
  "brought_by": "viene con {name}",
  "declined": {
   "many": "{n} de personas no pueden ir.",
   "one": "{n} no puede ir.",
   "other": "{n} no pueden ir."
  },
  "declined_named": {
   "many": "{n} de personas no pueden ir: {names}.",
   "one": "{n} no puede ir: {names}.",
   "other": "{n} no pueden ir: {names}."
  },
  "declined_among": {
   "many": "{n} de personas no pueden ir, por ejemplo {names}.",
   "one": "{n} no puede ir, por ejemplo {names}.",
   "other": "{n} no pueden ir, por ejemplo {names}."
  },
  "in_line": {
   "many": "{n} de personas esperan una plaza.",
   "one": "{n} espera una plaza.",
   "other": "{n} esperan una plaza."
  },
  "alike": {
   "one": "Cuidado, no es lo mismo que {names}, que también está en la lista.",
   "other": "Cuidado, no es lo mismo que {names}, que también están en la lista."
  },
  "where_you_are": "En tu hora: {when}."
 }
};
export const loadZones = () => import("../zones/es.js");
