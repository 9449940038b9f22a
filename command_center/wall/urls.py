from django.urls import path

from command_center.wall.views import board, wall

urlpatterns = [
    path("", wall, name="wall"),
    path("board/", board, name="wall_board"),
]
