"""What uvicorn serves: in `dev.py up` everything, in production the streams alone."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

_django = get_asgi_application()

from command_center.live.application import Application  # noqa: E402 - reads models, which are ready only now

application = Application(_django)
