"""Text as HTML that only shows itself."""

from __future__ import annotations

import html

from kehoach.pipeline.files.printable import harmless


def escape(text: str) -> str:
    r"""No tag, and nothing that turns what stands around it or cannot be seen: that shows by its number.

    >>> escape("<b>"), escape("gnp.\u202etxt")
    ('&lt;b&gt;', 'gnp.\\u202etxt')
    """
    return html.escape(harmless(text, keep="\n\t"))
