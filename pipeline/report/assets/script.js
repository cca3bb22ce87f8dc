"use strict";
(() => {
  const page = document.documentElement;
  const find = (id) => document.getElementById(id);
  const plain = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

  const speak = (language) => {
    page.dataset.lang = language;
    page.lang = language;
    find("language").textContent = language === "vi" ? "English" : "Tiếng Việt";
    for (const option of document.querySelectorAll("option[data-vi]")) option.textContent = option.dataset[language];
  };

  const rows = [...document.querySelectorAll("tr.doc")].map((row) => ({
    row,
    text: "",
    methods: row.dataset.methods.split(" "),
    sure: Number(row.dataset.sure),
  }));

  const filter = () => {
    const words = plain(find("f-text").value).split(/\s+/).filter(Boolean);
    const state = find("f-state").value;
    const method = find("f-method").value;
    const most = Number(find("f-sure").value);
    if (words.length && !rows[0]?.text) for (const one of rows) one.text = plain(one.row.textContent);
    let shown = 0;
    for (const one of rows) {
      const fits = words.every((word) => one.text.includes(word)) && (!state || one.row.dataset.state === state)
        && (!method || one.methods.includes(method)) && one.sure <= most;
      one.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    find("f-sure-shown").textContent = String(most);
    find("shown").textContent = `${shown} / ${rows.length}`;
  };

  for (const table of document.querySelectorAll("table.wide")) {
    const heads = [...table.tHead.rows[0].cells].map((head) => [...head.children].map((one) => one.textContent));
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, at) => { [cell.dataset.vi, cell.dataset.en] = heads[at]; });
    }
  }

  find("language").addEventListener("click", () => speak(page.dataset.lang === "vi" ? "en" : "vi"));
  find("filters").addEventListener("input", filter);
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  speak((navigator.language || "vi").startsWith("vi") ? "vi" : "en");
  filter();
})();
