// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "pt-br",
 "months": [
  "jan.",
  "fev.",
  "mar.",
  "abr.",
  "mai.",
  "jun.",
  "jul.",
  "ago.",
  "set.",
  "out.",
  "nov.",
  "dez."
 ],
 "weekdays": [
  "segunda-feira",
  "terça-feira",
  "quarta-feira",
  "quinta-feira",
  "sexta-feira",
  "sábado",
  "domingo"
 ],
 "lists": {
  "start": "{0}, {1}",
  "middle": "{0}, {1}",
  "end": "{0} e {1}",
  "two": "{0} e {1}"
 },
 "thousands": {
  "between": ".",
  "fromDigits": 4
 },
 "money": {
  "withSign": "¤ #",
  "withCode": "¤ #",
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
   "JPY": "JP¥",
   "KRW": "₩",
   "MXN": "MX$",
   "NZD": "NZ$",
   "THB": "฿",
   "TWD": "NT$",
   "USD": "US$",
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
  "day_month": "{day} de {month}",
  "day_month_year": "{day} de {month} de {year}",
  "weekday_day": "{weekday}, {date}",
  "days_of_month": "{first}–{last} de {month}",
  "days_of_month_year": "{first}–{last} de {month} de {year}",
  "days": "{first} – {last}",
  "day_times": "{date}, {start}–{end}",
  "day_until": "{date}, até {time}",
  "in_zone": "{when} ({zone})",
  "moment": "{date} às {time}",
  "moment_end": "fim de {date}",
  "time_of_two": "{time} ({offset})",
  "just_now": "agora mesmo",
  "minutes_ago": "há {n} min",
  "hours_ago": "há {n} h",
  "yesterday": "ontem",
  "days_ago": {
   "many": "há {n} de dias",
   "one": "há {n} dia",
   "other": "há {n} dias"
  },
  "joined_just_now": "entrou agora mesmo",
  "joined_minutes_ago": "entrou há {n} min",
  "joined_hours_ago": "entrou há {n} h",
  "joined_yesterday": "entrou ontem",
  "joined_days_ago": {
   "many": "entrou há {n} de dias",
   "one": "entrou há {n} dia",
   "other": "entrou há {n} dias"
  },
  "code_just_now": "Um código foi criado agora mesmo.",
  "code_minutes_ago": "Um código foi criado há {n} min.",
  "code_hours_ago": "Um código foi criado há {n} h.",
  "code_yesterday": "Um código foi criado ontem.",
  "code_days_ago": {
   "many": "Um código foi criado há {n} de dias.",
   "one": "Um código foi criado há {n} dia.",
   "other": "Um código foi criado há {n} dias."
  },
  "time_of_place": "horário {place}",
  "then": "{first} {next}",
  "price": "{sum} por pessoa",
  "pays_once": "{full} → <b>{less}</b> por pessoa com {count} no grupo",
  "pays_now": "<b>{sum}</b> por pessoa ({percent}% de desconto)",
  "pays_next": "<b>{sum}</b> por pessoa ({percent}% de desconto), {less} com {count} no grupo",
  "step": {
   "many": "{percent}% com {n} de pessoas",
   "one": "{percent}% com {n} pessoa",
   "other": "{percent}% com {n} pessoas"
  },
  "progress": {
   "many": "{count} de {n} de participantes",
   "one": "{count} de {n} participante",
   "other": "{count} de {n} participantes"
  },
  "are_in_of": {
   "one": "<b>{n} de {required}</b> já entrou.",
   "other": "<b>{n} de {required}</b> já entraram."
  },
  "are_in": {
   "one": "<b>{n}</b> já entrou.",
   "other": "<b>{n}</b> já entraram."
  },
  "everyone_gets_percent": "Todo mundo ganha <b>{percent}% de desconto</b>.",
  "everyone_gets_discount": "Todo mundo ganha <b>o desconto do grupo</b>.",
  "more_unlock_percent": {
   "many": "<b>Mais {n} de pessoas</b> liberam <b>{percent}% de desconto</b>.",
   "one": "<b>Mais {n} pessoa</b> libera <b>{percent}% de desconto</b>.",
   "other": "<b>Mais {n} pessoas</b> liberam <b>{percent}% de desconto</b>."
  },
  "more_unlock_discount": {
   "many": "<b>Mais {n} de pessoas</b> liberam <b>o desconto do grupo</b>.",
   "one": "<b>Mais {n} pessoa</b> libera <b>o desconto do grupo</b>.",
   "other": "<b>Mais {n} pessoas</b> liberam <b>o desconto do grupo</b>."
  },
  "more_and_percent": {
   "one": "Falta {n} e todo mundo ganha {percent}% de desconto.",
   "other": "Faltam {n} e todo mundo ganha {percent}% de desconto."
  },
  "more_and_discount": {
   "one": "Falta {n} e todo mundo ganha o desconto do grupo.",
   "other": "Faltam {n} e todo mundo ganha o desconto do grupo."
  },
  "invites": "{organiser} convida você para <b>{trip}</b>",
  "join_by": "Entre até <b>{date} às {time}</b> ({zone}).",
  "join_by_end": "Entre até o <b>fim de {date}</b> ({zone}).",
  "needed_by_then": "Com menos de {n} até lá, ninguém ganha o desconto.",
  "deadline_was": "O prazo era até <b>{date} às {time}</b> ({zone}).",
  "deadline_was_end": "O prazo era até o <b>fim de {date}</b> ({zone}).",
  "too_few": "Com {n} de {required}, ninguém ganha o desconto.",
  "ask_to_reopen": "Se você ainda quiser ir, peça para {organiser} reabrir.",
  "all_taken": {
   "many": "As {n} de vagas estão ocupadas. Se uma abrir, vai para quem espera há mais tempo.",
   "one": "A vaga está ocupada. Se abrir, vai para quem espera há mais tempo.",
   "other": "As {n} vagas estão ocupadas. Se uma abrir, vai para quem espera há mais tempo."
  },
  "places_left": {
   "many": "Restam {n} de vagas",
   "one": "Resta {n} vaga",
   "other": "Restam {n} vagas"
  },
  "show_all": "Ver a lista toda ({n})",
  "next_in_line": "A vaga vai para quem está na frente da fila.",
  "brings_you_of": "Assim vocês ficam em {n} de {required}.",
  "brings_you": "Assim vocês ficam em {n}.",
  "brings_you_below": "Assim vocês ficam em {n} de {required} e perdem o desconto.",
  "brings_you_below_percent": "Assim vocês ficam em {n} de {required} e perdem o desconto de {percent}%.",
  "brings_you_down": "Assim vocês ficam em {n} de {required}, e o desconto cai de {old}% para {percent}%.",
  "brings_group_of": "Assim o grupo fica com {n} de {required}.",
  "brings_group": "Assim o grupo fica com {n}.",
  "brings_group_below": "Assim o grupo fica com {n} de {required} e perde o desconto.",
  "brings_group_below_percent": "Assim o grupo fica com {n} de {required} e perde o desconto de {percent}%.",
  "brings_group_down": "Assim o grupo fica com {n} de {required}, e o desconto cai de {old}% para {percent}%.",
  "made_step": "Com você, o grupo chegou à próxima faixa: todo mundo ganha {percent}% de desconto!",
  "made_complete_percent": "Com você, o grupo se completou: todo mundo ganha {percent}% de desconto!",
  "made_complete_discount": "Com você, o grupo se completou: todo mundo ganha o desconto do grupo!",
  "poll_opens_with": {
   "many": "Abre com {n} de pessoas no grupo",
   "one": "Abre com {n} pessoa no grupo",
   "other": "Abre com {n} pessoas no grupo"
  },
  "poll_takes": {
   "many": "Precisa de {n} de pessoas, e as inscrições estão encerradas",
   "one": "Precisa de {n} pessoa, e as inscrições estão encerradas",
   "other": "Precisa de {n} pessoas, e as inscrições estão encerradas"
  },
  "poll_for": "Votem no que falta decidir",
  "poll_for_nothing": "A viagem foi cancelada",
  "share": "{trip}: {news}",
  "share_dated": "{trip}, {dates}: {news}",
  "share_less": "{full} → {sum} por pessoa.",
  "share_price": "{sum} por pessoa.",
  "share_cancelled": "A viagem foi cancelada.",
  "share_over": "A viagem já acabou.",
  "share_closed": "Ninguém mais pode entrar.",
  "share_full": "Todas as vagas estão ocupadas.",
  "share_by": "Entre até {date} às {time} ({zone}):",
  "share_by_end": "Entre até o fim de {date} ({zone}):",
  "closed": "Encerrada desde {date} às {time} ({zone})",
  "unlocked": "O desconto está liberado.",
  "somebody": "Alguém",
  "brought_by": "veio com {name}",
  "declined": {
   "one": "{n} não vai poder ir.",
   "other": "{n} não vão poder ir."
  },
  "declined_named": {
   "one": "{n} não vai poder ir: {names}.",
   "other": "{n} não vão poder ir: {names}."
  },
  "declined_among": {
   "one": "{n} não vai poder ir, incluindo {names}.",
   "other": "{n} não vão poder ir, incluindo {names}."
  },
  "in_line": {
   "one": "{n} espera uma vaga.",
   "other": "{n} esperam uma vaga."
  },
  "alike": {
   "one": "Não confunda com {names}, que também está na lista.",
   "other": "Não confunda com {names}, que também estão na lista."
  },
  "where_you_are": "Ou seja, {when} no seu horário."
 }
};
export const loadZones = () => import("../zones/pt-br.js");
