using System.CommandLine;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>edgeposctl customer and its options.</summary>
internal static class CustomerVerb
{
    /// <summary>The verb.</summary>
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        return new Command("customer", "what the box holds of somebody") { gateway, register, Find(), Export(), Erase() };

        CustomerRun Run(ParseResult line) =>
            new(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);

        Command Find()
        {
            var text = new Argument<string>("text") { Description = "any part of a name, address, e-mail, telephone or tax number" };
            var find = new Command("find", "the receipts that hold details of a customer, the newest first") { text };
            find.SetAction((line, stop) => Run(line).FindAsync(line.GetValue(text)!, stop));
            return find;
        }

        Command Export()
        {
            var number = Number();
            var text = new Option<string>("--text") { Description = "all whose details have it: look with find first" };
            var receipt = new Option<string>("--receipt") { Description = "number of a receipt, as printed" };
            var file = new Option<string>("--out") { Description = "file to write; else it comes out here" };
            var export = new Command("export", "all that the box holds of somebody, as JSON") { number, text, receipt, file };
            export.Validators.Add(line =>
            {
                if (new[] { line.GetValue(number), line.GetValue(text), line.GetValue(receipt) }.Count(who => who is not null) != 1)
                    line.AddError("say who: one of --number, --text and --receipt");
            });
            export.SetAction((line, stop) => Run(line).ExportAsync(
                line.GetValue(number) is { } said ? new() { CustomerNumber = said }
                : line.GetValue(text) is { } words ? new() { Text = words }
                : new ExportCustomerRequest { ReceiptNumber = line.GetValue(receipt) }, line.GetValue(file), stop));
            return export;
        }

        Command Erase()
        {
            var receipts = new Argument<string[]>("receipt")
            {
                Description = "numbers of receipts, as find shows them",
                Arity = ArgumentArity.ZeroOrMore,
            };
            var number = Number();
            var erase = new Command("erase", "erase the customer's details from receipts; the sales stay") { receipts, number };
            erase.Validators.Add(line =>
            {
                if (line.GetValue(receipts) is { Length: > 0 } == line.GetValue(number) is not null)
                    line.AddError("say which: receipts, or --number");
            });
            erase.SetAction((line, stop) => line.GetValue(number) is { } said
                ? Run(line).EraseAllAsync(said, stop) : Run(line).EraseAsync(line.GetValue(receipts)!, stop));
            return erase;
        }

        static Option<string> Number() => new("--number") { Description = "number of the customer of the chain" };
    }
}
