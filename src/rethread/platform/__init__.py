"""The floor everything stands on; knows no fashion and no shop."""
