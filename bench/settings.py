"""The centre's own settings for every process of a bench; each answer also tells what it cost the server."""

from command_center.settings import *  # noqa: F403
from command_center.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["bench.counting.CountingMiddleware", *_MIDDLEWARE]
# As in production: files are found once at the start, not looked for with every request.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
