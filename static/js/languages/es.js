// Written by `manage.py export_tables`, not by hand.
import { learn } from "../words/catalogue.js";

learn({
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
  "nobody_gets_discount": "Nadie tiene el descuento.",
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
  "count_title": "{count}/{required} · {trip}",
  "page_title": "{page} · {trip}",
  "voted": {
   "one": "Ya votó {n} de {members}",
   "other": "Ya votaron {n} de {members}"
  },
  "turnout": {
   "many": "Votaron {n} de personas",
   "one": "Votó {n} persona",
   "other": "Votaron {n} personas"
  },
  "nobody_voted": "No votó nadie",
  "closes": "Se cierra el <b>{date}, {time}</b> ({zone})",
  "closes_end": "Se cierra <b>al final del {date}</b> ({zone})",
  "closed": "Se cerró el {date}, {time} ({zone})",
  "closed_end": "Se cerró al final del {date} ({zone})",
  "decided": "Decidido: <b>{option}</b>",
  "decided_picked": "Decidido: <b>{option}</b>. Lo eligió quien organiza.",
  "paused_below": {
   "many": "En pausa mientras vayan menos de {n} de personas. Los votos se conservan.",
   "one": "En pausa mientras vaya menos de {n} persona. Los votos se conservan.",
   "other": "En pausa mientras vayan menos de {n} personas. Los votos se conservan."
  },
  "choose_up_to": {
   "many": "Elige hasta {n} de opciones.",
   "one": "Elige {n}.",
   "other": "Elige hasta {n}."
  },
  "chosen_all": "Ya marcaste {n} de {n}: desmarca una para elegir otra.",
  "closed_polls": {
   "many": "{n} de encuestas cerradas",
   "one": "{n} encuesta cerrada",
   "other": "{n} encuestas cerradas"
  },
  "votes": {
   "many": "{n} de votos",
   "one": "{n} voto",
   "other": "{n} votos"
  },
  "voters_shown": "Todo el viaje ve quién eligió qué.",
  "voters_hidden": "Nadie del viaje ve lo que eliges.",
  "said_yes": "<b>Sí:</b> {names}",
  "said_maybe": "<b>Si hace falta:</b> {names}",
  "more_people": "{n} más",
  "month_of_year": "{month} {year}",
  "date_votes": "{yes} sí, {maybes} si hace falta",
  "vote_share": "{percent} %",
  "vote_share_aloud": "{percent} % de quienes votaron",
  "member_joined": "{name} se unió.",
  "member_restored": "{name} está de vuelta.",
  "member_left": "{name} dejó el viaje.",
  "member_removed": "{name} ya no está en el viaje.",
  "message_deleted": "Se retiró un mensaje.",
  "invitation_replaced": "El enlace de invitación se cambió por otro.",
  "message_posted": "{name} escribió a todo el grupo.",
  "renamed": "{old} ahora es {new}.",
  "organiser_made": "{name} ahora también organiza.",
  "organiser_no_more": "{name} ya no organiza.",
  "handed_over": "El viaje pasó a {name}.",
  "trip_cancelled": "El viaje se canceló.",
  "trip_closed": "El grupo está cerrado.",
  "trip_reopened": "El viaje vuelve a estar abierto.",
  "trip_changed": "El viaje cambió.",
  "deadline_passed": "La fecha límite ya pasó.",
  "trip_over": "El viaje ya terminó.",
  "unlocked": "El descuento está desbloqueado.",
  "locked_again": "El descuento ya no está desbloqueado.",
  "poll_opened": "Se abrió una encuesta: “{question}”",
  "poll_closed": "Se cerró una encuesta: “{question}”",
  "poll_ended": "Terminó una encuesta: “{question}”",
  "poll_reopened": "Se reabrió una encuesta: “{question}”",
  "poll_changed": "Se editó una encuesta: “{question}”",
  "poll_deleted": "Se borró una encuesta: “{question}”",
  "poll_picked": "Quien organiza eligió “{option}”: “{question}”",
  "pick_undone": "Se deshizo la elección: “{question}”",
  "some_poll_opened": "Se abrió una encuesta.",
  "some_poll_closed": "Se cerró una encuesta.",
  "some_poll_ended": "Terminó una encuesta.",
  "some_poll_reopened": "Se reabrió una encuesta.",
  "some_poll_changed": "Se editó una encuesta.",
  "some_poll_deleted": "Se borró una encuesta.",
  "some_poll_picked": "Quien organiza eligió una opción.",
  "some_pick_undone": "Se deshizo una elección.",
  "some_option_picked": "Quien organiza eligió una opción: “{question}”",
  "name_became": "Nombre: era “{old}”; ahora es “{new}”.",
  "zone_became": "Zona horaria: era {old}; ahora es {new}.",
  "required_became": "Participantes que hacen falta: eran {old}; ahora son {new}.",
  "description_became": "La descripción cambió.",
  "description_came": "Ahora hay una descripción.",
  "description_went": "Se quitó la descripción.",
  "place_became": "Lugar: era “{old}”; ahora es “{new}”.",
  "place_came": "Lugar: ahora es “{new}”.",
  "place_went": "Lugar: ya no es “{old}”.",
  "cover_became": "Emoji: era {old}; ahora es {new}.",
  "cover_came": "Emoji: ahora es {new}.",
  "cover_went": "Emoji: ya no es {old}.",
  "dates_became": "Fechas: eran {old}; ahora son {new}.",
  "dates_came": "Fechas: ahora son {new}.",
  "dates_went": "Fechas: ya no son {old}.",
  "start_became": "Inicio: antes {old}; ahora {new}.",
  "start_came": "Inicio: ahora {new}.",
  "start_went": "Inicio: se quitó ({old}).",
  "end_became": "Final: antes {old}; ahora {new}.",
  "end_came": "Final: ahora {new}.",
  "end_went": "Final: se quitó ({old}).",
  "deadline_became": "Fecha límite: antes {old}; ahora {new}.",
  "deadline_came": "Fecha límite: ahora {new}.",
  "deadline_went": "Fecha límite: se quitó ({old}).",
  "capacity_became": "Plazas: eran {old}; ahora son {new}.",
  "capacity_came": "Plazas: ahora son {new} como mucho.",
  "capacity_went": "Plazas: {old} ya no es el límite.",
  "price_became": "Precio: era {old}; ahora es {new}.",
  "price_came": "Precio: ahora es {new}.",
  "price_went": "Precio: ya no es {old}.",
  "discount_became": "Descuento: era del {old} %; ahora es del {new} %.",
  "discount_came": "Descuento: ahora es del {new} %.",
  "discount_went": "Descuento: ya no es del {old} %.",
  "steps_became": "Más niveles de descuento: antes {old}; ahora {new}.",
  "steps_came": "Más niveles de descuento: ahora {new}.",
  "steps_went": "Más niveles de descuento: ya no {old}.",
  "found": {
   "many": "{n} de personas encontradas",
   "one": "{n} persona encontrada",
   "other": "{n} personas encontradas"
  },
  "found_nobody": "No se encontró a nadie",
  "wait_for_you": {
   "many": "{n} de personas esperan tu respuesta",
   "one": "{n} persona espera tu respuesta",
   "other": "{n} personas esperan tu respuesta"
  },
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
  "became": "Mientras tanto, esto pasó a ser “{words}”. Guarda para poner lo tuyo.",
  "was_emptied": "Mientras tanto, alguien vació este campo. Guarda para poner lo tuyo.",
  "now_of": "{count} de {required}.",
  "now_in": {
   "many": "Ya van {n} de personas.",
   "one": "Ya va {n}.",
   "other": "Ya van {n}."
  },
  "now_unlocked": "¡El descuento está desbloqueado!",
  "now_locked": "El descuento ya no está desbloqueado.",
  "now_percent": "El descuento ahora es del {percent} %.",
  "now_missing": {
   "many": "Faltan {n} de personas.",
   "one": "Falta {n}.",
   "other": "Faltan {n}."
  },
  "poll_is_open": "Hay una encuesta abierta: “{question}”",
  "now_voted": {
   "one": "Ya votó {n} de {members}.",
   "other": "Ya votaron {n} de {members}."
  },
  "now_message": "{name} escribe: “{text}”",
  "option_added": "Se añadió una opción.",
  "away": "Mientras no estabas: {news}",
  "up_to_date": "Ya tienes todo al día.",
  "away_joined": {
   "many": "Se unieron {n} de personas.",
   "one": "Se unió {n} persona.",
   "other": "Se unieron {n} personas."
  },
  "away_left": {
   "many": "Se fueron {n} de personas.",
   "one": "Se fue {n} persona.",
   "other": "Se fueron {n} personas."
  },
  "away_unlocked": "Se desbloqueó el descuento.",
  "away_locked": "El descuento dejó de estar desbloqueado.",
  "away_name": "Cambió el nombre.",
  "away_description": "Cambió la descripción.",
  "away_place": "Cambió el lugar.",
  "away_cover": "Cambió el emoji.",
  "away_dates": "Cambiaron las fechas.",
  "away_start": "Cambió el inicio.",
  "away_end": "Cambió el final.",
  "away_zone": "Cambió la zona horaria.",
  "away_deadline": "Cambió la fecha límite.",
  "away_required": "Cambió el número de participantes que hacen falta.",
  "away_capacity": "Cambiaron las plazas.",
  "away_price": "Cambió el precio.",
  "away_discount": "Cambió el descuento.",
  "away_steps": "Cambiaron los niveles de descuento.",
  "away_reopened": "El viaje se reabrió.",
  "away_cancelled": "El viaje se canceló.",
  "away_closed": "Se cerró el grupo.",
  "away_deadline_passed": "Pasó la fecha límite.",
  "away_over": "El viaje ya terminó.",
  "away_poll_opened": "Se abrió una encuesta.",
  "away_poll_closed": "Se cerró una encuesta.",
  "away_poll_reopened": "Se reabrió una encuesta.",
  "away_poll_deleted": "Se borró una encuesta.",
  "away_message": "Hay un mensaje nuevo.",
  "offline": "Sin conexión.",
  "busy": "Necesitamos un respiro.",
  "crowd": "Fueron demasiadas veces.",
  "crowd_joining": "Mucha gente se está uniendo.",
  "crowd_voting": "Mucha gente está votando.",
  "tap_again": "No se pierde nada: reintentando…",
  "tap_in_seconds": "No se pierde nada: reintento en {n} s.",
  "tap_in_minutes": "No se pierde nada: reintento en {n} min.",
  "vote_again": "Tu voto está a salvo: reintentando…",
  "vote_in_seconds": "Tu voto está a salvo: reintento en {n} s.",
  "vote_in_minutes": "Tu voto está a salvo: reintento en {n} min.",
  "no_cookie": "Este navegador no nos envió ninguna cookie, o la página es muy antigua. Permite las cookies para este sitio y recarga: lo que escribiste se conserva.",
  "odd": "No funcionó, y no se cambió nada. Lo que escribiste se conserva: revísalo e inténtalo otra vez.",
  "our_fault": "No funcionó, y es culpa nuestra, no tuya. Lo que escribiste se conserva: espera un poco y toca otra vez.",
  "as_sent": "Se está enviando tal como estaba cuando tocaste. Podrás cambiarlo cuando llegue la respuesta.",
  "unsent": "La encuesta se cerró antes de que se enviara lo que elegiste, así que no cuenta.",
  "unsent_change": "La encuesta se cerró antes de que se enviara este cambio. Cuenta tu voto anterior.",
  "put_back": "Recuperamos lo que habías escrito aquí sin guardar.",
  "discard": "Descartarlo",
  "where_you_are": "En tu hora: {when}.",
  "live": "En vivo",
  "catching_up": "Actualizando",
  "paused": "En pausa: abierto en otra página. Toca para seguir",
  "offline_since": "Sin conexión desde las {time}",
  "copied": "Copiado ✓",
  "copied_aloud": "Copiado",
  "copy_by_hand": "Mantén pulsado el enlace",
  "selected": "El enlace está seleccionado"
 }
}, () => import("./zones/es.js"));
