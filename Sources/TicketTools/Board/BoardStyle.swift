/// How the board looks. Colors and fonts are the host's, where it names any.
enum BoardStyle {
    static let css = """

        :root { color-scheme: light; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --paper: #ffffff; --shade: #f3f5f7;
          --warn: #b42318; }
        :root[data-theme="dark"] { color-scheme: dark; --ink: #e6edf3; --faint: #9aa4af; --line: #3d444d; --paper: #0d1117;
          --shade: #1c2128; --warn: #ff7b72; }
        body { margin: 0; padding: 12px; color: var(--ink); background: var(--paper);
          font: 14px/1.5 system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif; }
        h1 { font-size: 16px; margin: 0 0 8px; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        th { color: var(--faint); font-weight: 600; white-space: nowrap; }
        tbody tr.opens { cursor: pointer; }
        tbody tr.opens:hover, tbody tr.opens:focus { background: var(--shade); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 0 0 12px; }
        dt { color: var(--faint); }
        dd { margin: 0; overflow-wrap: anywhere; }
        .text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--shade); padding: 8px; border-radius: 6px;
          margin: 0 0 12px; }
        .note { color: var(--faint); margin: 8px 0; }
        .urgent, .late { color: var(--warn); font-weight: 600; }
        button { font: inherit; color: inherit; background: var(--shade); border: 1px solid var(--line); border-radius: 6px;
          padding: 4px 12px; margin: 0 8px 8px 0; cursor: pointer; }

        """
}
