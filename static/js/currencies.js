// Written by `manage.py export_tables`, not by hand.
export default {
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
};
