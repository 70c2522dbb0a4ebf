// The main job by @odata/client, a client of OData for JavaScript. It prints what it saw, a line each; test_clients.py reads them.
import odata from "@odata/client";

const { OData, EdmV4 } = odata;
const commonHeaders = { Authorization: `Bearer ${process.env.TOKEN}` };
const client = OData.New4({ serviceEndpoint: `${process.env.POSTKRING}/`, commonHeaders });
const set = (name) => client.getEntitySet(name);
const key = (record) => EdmV4.Guid.from(record.id);
const everybodyInGent = { version: 1, criteria: [{ key: "city", filter: "Gent" }] };

const company = await set("contacts").create({ type: "Company", displayName: "Drukkerij Claes", number: "JS1", city: "Gent" });
const found = await set("contacts").query(client.newFilter().property("number").eq("JS1"));
console.log("found", found.map((contact) => contact.displayName).join());
console.log("read", (await set("contacts").retrieve(key(company))).city);
const group = await set("mailingGroups").create({ code: "VERHUIZING", description: "Nieuw adres" });
const link = await set("contactMailingGroups").create({ contactNumber: "JS1", mailingGroupCode: group.code });
console.log("link", link.contactName);
const act = await set("mailingGroups").action("addContacts", key(group), { selection: everybodyInGent });
console.log("act", act.added, act.unchanged);
console.log("count", await set("contacts").count());
await set("contactMailingGroups").delete(key(link));
