"""The addresses of attachments, by API and for pages; the rules are foundation's and the apps' that link them."""
