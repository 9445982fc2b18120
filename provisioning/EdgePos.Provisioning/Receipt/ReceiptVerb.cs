using System.CommandLine;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>edgeposctl receipt and its options.</summary>
internal static class ReceiptVerb
{
    /// <summary>The verb.</summary>
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var number = new Argument<string>("number") { Description = "number of the receipt, as printed" };
        var format = new Option<string>("--format") { Description = "text, html or png", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "html", "png");
        var gift = new Option<bool>("--gift") { Description = "for a present: no prices" };
        var copy = new Option<bool>("--copy") { Description = "marked as a copy" };
        var language = new Option<string>("--language") { Description = "en or nl; else the store's" };
        var width = new Option<int>("--width") { Description = "of the paper in mm: 80 or 58", DefaultValueFactory = _ => 80 };
        width.AcceptOnlyFromAmong("80", "58");
        var file = new Option<string>("--out") { Description = "file to write; else it comes out here" };
        var verb = new Command("receipt", "a receipt of the box as text, as a page, or as a picture of its paper")
        {
            number, format, gift, copy, language, width, file, gateway, register,
        };
        verb.Validators.Add(line =>
        {
            if (line.GetValue(gift) && line.GetValue(copy))
                line.AddError("--gift and --copy do not go together");
        });
        verb.SetAction((line, stop) =>
        {
            var kind = line.GetValue(gift) ? ReceiptKind.Gift : line.GetValue(copy) ? ReceiptKind.Copy : ReceiptKind.Receipt;
            var order = new ReceiptOrder(
                line.GetValue(number)!, line.GetValue(format)!, kind, line.GetValue(language) ?? "", line.GetValue(width));
            return new ReceiptRun(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.OpenStandardOutput())
                .WriteAsync(order, line.GetValue(file), stop);
        });
        return verb;
    }
}
