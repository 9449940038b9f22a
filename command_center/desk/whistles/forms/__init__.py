"""Forms of the whistle: what an action needs to be told, in the words of the trade."""
