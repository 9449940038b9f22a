"""What uvicorn serves: in `dev.py up` everything, in production the streams alone."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

application = get_asgi_application()
