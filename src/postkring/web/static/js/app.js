// Everything here makes quicker what works without it.
import "./announce.js";
import "./form.js";
import "./saving.js";
import "./dialog.js";
import "./typed.js";
import "./focus.js";
import "./menu.js";
import "./toast.js";
import "./fasttab.js";
import "./selection.js";
import "./rows.js";
import "./lists.js";
import "./group_states.js";
import "./lookup.js";
import "./entries.js";
import "./tell_me.js";
import "./keys.js";
