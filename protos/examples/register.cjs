#!/usr/bin/env node
// A register in another language: rings up what it is told and is paid in cash, over mutual TLS, as a register of the box.
//
//   npm install @grpc/grpc-js @grpc/proto-loader
//   edgepos-register pair --gateway https://BOX:PORT --identity till5      once: key, certificate and the box's root
//   node protos/examples/register.cjs till5 BOX:PORT [--staff NUMBER:PIN] CODE...
const fs = require("node:fs"), path = require("node:path"), { randomUUID } = require("node:crypto");
const grpc = require("@grpc/grpc-js"), loader = require("@grpc/proto-loader");

const [folder, box, ...rest] = process.argv.slice(2);
const staff = rest[0] === "--staff" ? rest.splice(0, 2)[1].split(":") : null;
const read = name => fs.readFileSync(path.join(folder, name));
// The box is known by its root, and by that alone: whatever name or address it is reached under, its certificate says localhost too.
const credentials = grpc.credentials.createSsl(read("box-root.pem"), read("register.key"), read("register.pem"));
const options = { "grpc.ssl_target_name_override": "localhost", "grpc.default_authority": "localhost" };
const { Checkout, Staff } = grpc.loadPackageDefinition(loader.loadSync(
    ["edgepos/v1/checkout.proto", "edgepos/v1/staff.proto"],
    { includeDirs: [path.join(__dirname, "..")], keepCase: true, longs: String, enums: String })).edgepos.v1;
const [checkout, people] = [Checkout, Staff].map(Service => new Service(box, credentials, options));

// One call, once. Where no answer came nobody knows whether it was done: it is sent again as it was, and the box, which knows the
// command by its id, does it once and answers the same.
async function call(client, method, request) {
    const command = { command_id: randomUUID(), ...request };
    for (let wait = 100; ; wait *= 2) {
        try {
            return await new Promise((done, failed) => client[method](
                command, new grpc.Metadata(), { deadline: Date.now() + 5000 }, (wrong, answer) => wrong ? failed(wrong) : done(answer)));
        } catch (wrong) {
            const isUnknown = wrong.code === grpc.status.UNAVAILABLE || wrong.code === grpc.status.DEADLINE_EXCEEDED;
            if (!isUnknown || wait > 3000)
                throw wrong;
            await new Promise(later => setTimeout(later, wait * (0.5 + Math.random())));
        }
    }
}

const shown = money => `${(Number(money.minor) / 100).toFixed(2)} ${money.currency}`;

async function sell(codes) {
    if (staff)
        console.log(`signed in: ${(await call(people, "SignIn", { employee: staff[0], pin: staff[1] })).name}`);
    const { basket_id } = await call(checkout, "OpenBasket", {});
    let basket;
    for (const scanned of codes) {
        basket = await call(checkout, "AddItem", { basket_id, scanned });
        const line = basket.lines.find(one => one.line === basket.last_line);
        console.log(`${line.name}  ${shown(line.amount)}`);
    }
    await call(checkout, "AddTender", { basket_id, amount: basket.due_in_cash, cash: {} });
    const { receipt } = await call(checkout, "Complete", { basket_id });
    console.log(`sold for ${shown(basket.total)}: receipt ${receipt.receipt_number}`);
}

sell(rest).then(() => process.exit(0), wrong => {
    console.error(`${grpc.status[wrong.code] ?? "FAILED"}: ${wrong.details ?? wrong.message}`); // the box's sentence, for people
    process.exit(1);
});
