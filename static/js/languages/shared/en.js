// Written by `manage.py export_tables`, not by hand.
export const words = {
 "language": "en",
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
  "day_month": "{day} {month}",
  "day_month_year": "{day} {month} {year}",
  "weekday_day": "{weekday} {date}",
  "days_of_month": "{first}–{last} {month}",
  "days_of_month_year": "{first}–{last} {month} {year}",
  "days": "{first} – {last}",
  "day_times": "{date}, {start}–{end}",
  "day_until": "{date}, until {time}",
  "in_zone": "{when} ({zone})",
  "moment": "{date}, {time}",
  "moment_end": "the end of {date}",
  "time_of_two": "{time} ({offset})",
  "just_now": "just now",
  "minutes_ago": "{n} min ago",
  "hours_ago": "{n} h ago",
  "yesterday": "yesterday",
  "days_ago": {
   "one": "{n} day ago",
   "other": "{n} days ago"
  },
  "joined_just_now": "joined just now",
  "joined_minutes_ago": "joined {n} min ago",
  "joined_hours_ago": "joined {n} h ago",
  "joined_yesterday": "joined yesterday",
  "joined_days_ago": {
   "one": "joined {n} day ago",
   "other": "joined {n} days ago"
  },
  "code_just_now": "A code was made just now.",
  "code_minutes_ago": "A code was made {n} min ago.",
  "code_hours_ago": "A code was made {n} h ago.",
  "code_yesterday": "A code was made yesterday.",
  "code_days_ago": {
   "one": "A code was made {n} day ago.",
   "other": "A code was made {n} days ago."
  },
  "time_of_place": "{place} time",
  "then": "{first} {next}",
  "price": "{sum} per person",
  "pays_once": "{full} → <b>{less}</b> each once {count} are in",
  "pays_now": "<b>{sum}</b> each ({percent} % off)",
  "pays_next": "<b>{sum}</b> each ({percent} % off), {less} once {count} are in",
  "step": {
   "one": "{percent} % with {n} person",
   "other": "{percent} % with {n} people"
  },
  "progress": {
   "one": "{count} of {n} member",
   "other": "{count} of {n} members"
  },
  "are_in_of": {
   "one": "<b>{n} of {required}</b> is in.",
   "other": "<b>{n} of {required}</b> are in."
  },
  "are_in": {
   "one": "<b>{n}</b> is in.",
   "other": "<b>{n}</b> are in."
  },
  "everyone_gets_percent": "Everyone gets <b>{percent} % off</b>.",
  "everyone_gets_discount": "Everyone gets <b>the group discount</b>.",
  "more_unlock_percent": {
   "one": "<b>{n} more</b> unlocks <b>{percent} % off</b>.",
   "other": "<b>{n} more</b> unlock <b>{percent} % off</b>."
  },
  "more_unlock_discount": {
   "one": "<b>{n} more</b> unlocks <b>the group discount</b>.",
   "other": "<b>{n} more</b> unlock <b>the group discount</b>."
  },
  "more_and_percent": "{n} more and everyone gets {percent} % off.",
  "more_and_discount": "{n} more and everyone gets the group discount.",
  "invites": "{organiser} invites you to <b>{trip}</b>",
  "join_by": "Join by <b>{date}, {time}</b> ({zone}).",
  "join_by_end": "Join by <b>the end of {date}</b> ({zone}).",
  "needed_by_then": "With fewer than {n} by then, nobody gets the discount.",
  "deadline_was": "The deadline was <b>{date}, {time}</b> ({zone}).",
  "deadline_was_end": "The deadline was <b>the end of {date}</b> ({zone}).",
  "too_few": "With {n} of {required} in, nobody gets the discount.",
  "ask_to_reopen": "If you would still like to come, ask {organiser} to open it again.",
  "all_taken": {
   "one": "All {n} place is taken. One that comes free goes to whoever waits longest.",
   "other": "All {n} places are taken. One that comes free goes to whoever waits longest."
  },
  "places_left": {
   "one": "{n} place left",
   "other": "{n} places left"
  },
  "show_all": "Show all {n}",
  "next_in_line": "The first in line takes the place.",
  "brings_you_of": "This brings you to {n} of {required}.",
  "brings_you": "This brings you to {n}.",
  "brings_you_below": "This brings you to {n} of {required}: the discount will be lost.",
  "brings_you_below_percent": "This brings you to {n} of {required}: the {percent} % discount will be lost.",
  "brings_you_down": "This brings you to {n} of {required}: the discount will fall from {old} % to {percent} %.",
  "brings_group_of": "This brings the group to {n} of {required}.",
  "brings_group": "This brings the group to {n}.",
  "brings_group_below": "This brings the group to {n} of {required}: the discount will be lost.",
  "brings_group_below_percent": "This brings the group to {n} of {required}: the {percent} % discount will be lost.",
  "brings_group_down": "This brings the group to {n} of {required}: the discount will fall from {old} % to {percent} %.",
  "made_step": "You made the next step: everyone gets {percent} % off!",
  "made_complete_percent": "You made it complete: everyone gets {percent} % off!",
  "made_complete_discount": "You made it complete: everyone gets the group discount!",
  "poll_opens_with": {
   "one": "Opens when {n} person is in",
   "other": "Opens when {n} people are in"
  },
  "poll_takes": {
   "one": "It takes {n} person, and joining is closed",
   "other": "It takes {n} people, and joining is closed"
  },
  "poll_for": "Vote on what is left to decide",
  "poll_for_nothing": "The trip was cancelled",
  "share": "{trip}: {news}",
  "share_dated": "{trip}, {dates}: {news}",
  "share_less": "{full} → {sum} each.",
  "share_price": "{sum} per person.",
  "share_cancelled": "The trip was cancelled.",
  "share_over": "The trip is over.",
  "share_closed": "Nobody can join any more.",
  "share_full": "All places are taken.",
  "share_by": "Join by {date}, {time} ({zone}):",
  "share_by_end": "Join by the end of {date} ({zone}):",
  "closed": "Closed {date}, {time} ({zone})",
  "unlocked": "The discount is unlocked.",
  "somebody": "Somebody",
  "brought_by": "brought by {name}",
  "declined": "{n} can’t make it.",
  "declined_named": "{n} can’t make it: {names}.",
  "declined_among": "{n} can’t make it, among them {names}.",
  "in_line": {
   "one": "{n} waits for a place.",
   "other": "{n} wait for a place."
  },
  "alike": {
   "one": "Do not mistake them for {names}, who is on the list as well.",
   "other": "Do not mistake them for {names}, who are on the list as well."
  },
  "where_you_are": "That is {when} where you are."
 }
};
export const loadZones = () => import("../zones/en.js");
