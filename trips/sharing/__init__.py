"""An invitation to send: its message, WhatsApp link, preview, picture and QR code."""

from trips.sharing.links import Share, preview, qr_in_page, qr_svg, share
from trips.sharing.picture import Shown, png, shown
from trips.sharing.previews import LinkPreview, link_preview
