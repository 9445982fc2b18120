using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `labels`: which shelf labels must be printed, printing them, and saying that they hang.</summary>
internal static class LabelsVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var codes = new Argument<string[]>("code")
        {
            Description = "codes of items as they are scanned or typed; none: all whose labels are due",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var department = new Option<string>("--department") { Description = "only those of a department" };
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "with the prices of a time, by this machine's clock, e.g. '2026-11-25 07:00'; else of now",
            CustomParser = CommandLine.ReadTime,
        };
        var printer = new Option<string>("--printer") { Description = "name of a label printer; else that of the register" };

        var due = new Command("due", "the labels that must be printed, and those to be taken down") { department, at };
        due.SetAction((line, stop) => Run(line).DueAsync(Order(line), stop));
        var print = new Command("print", "print the labels that are due, or those of some items once more; Ctrl-C ends it")
        {
            codes, printer, department, at,
        };
        print.SetAction((line, stop) => Run(line).PrintAsync(Order(line), line.GetValue(printer) ?? "", stop));
        var mark = new Command("mark", "say that the labels hang already, and that those of items no longer sold are down")
        {
            codes, department, at,
        };
        mark.SetAction((line, stop) => Run(line).MarkAsync(Order(line), stop));
        return new Command("labels", "the labels at the shelves") { gateway, register, due, print, mark };

        LabelsRun Run(ParseResult line) => new(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);

        LabelsOrder Order(ParseResult line) => new(
            line.CommandResult.Command.Arguments.Contains(codes) ? line.GetValue(codes) ?? [] : [],
            line.GetValue(department) ?? "", line.GetValue(at));
    }
}
