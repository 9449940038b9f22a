"""Files that go with a call: checked by their content, rewritten where they are pictures, kept outside of what the web
server serves, shown to those alone who may see what they belong to.

`foundation.actions.add_attachment` takes one in; an app links it (`linking.take`) and says who may see it
(`viewers.register_viewers`); `serving.answer` hands it out.
"""
