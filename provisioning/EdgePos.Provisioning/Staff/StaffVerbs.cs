using System.CommandLine;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>The verbs `audit` and `staff`: who did what, PINs that were forgotten, hours worked.</summary>
internal static class StaffVerbs
{
    /// <summary>Who did what.</summary>
    public static Command Audit(Option<Uri> gateway, Option<int> register)
    {
        var (from, to) = (Time("--from", "not before then"), Time("--to", "before then"));
        var employee = new Option<string>("--employee") { Description = "of this employee, by number" };
        var at = new Option<int>("--at-register") { Description = "at this register" };
        var kinds = new Option<string[]>("--kind")
        {
            Description = "facts of this kind, e.g. ApprovalGiven; may come several times",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("audit", "who did what: sign-ins, refusals, approvals, drawers, cash, erased customers, remote help")
        {
            gateway, register, from, to, employee, at, kinds,
        };
        command.SetAction((line, stop) => Run(line, gateway, register).AuditAsync(new()
        {
            FromUs = line.GetValue(from)?.ToUs() ?? 0,
            ToUs = line.GetValue(to)?.ToUs() ?? 0,
            Employee = line.GetValue(employee) ?? "",
            Register = line.GetValue(at),
            Kinds = { line.GetValue(kinds) ?? [] },
        }, stop));
        return command;
    }

    /// <summary>PINs and hours.</summary>
    public static Command Staff(Option<Uri> gateway, Option<int> register)
    {
        var number = new Argument<string>("number") { Description = "of the employee" };
        var reset = new Command("reset-pin", "take an employee's PIN away, and show one to begin with, once") { number };
        reset.SetAction((line, stop) => Run(line, gateway, register).ResetPinAsync(line.GetValue(number)!, stop));
        var (from, to) = (Time("--from", "not before then"), Time("--to", "before then"));
        var employee = new Option<string>("--employee") { Description = "of this employee, by number" };
        var hours = new Command("hours", "what was said to the time clock, and how long each worked") { from, to, employee };
        hours.SetAction((line, stop) => Run(line, gateway, register).HoursAsync(new()
        {
            FromUs = line.GetValue(from)?.ToUs() ?? 0,
            ToUs = line.GetValue(to)?.ToUs() ?? 0,
            Employee = line.GetValue(employee) ?? "",
        }, stop));
        return new Command("staff", "who works in the store") { gateway, register, reset, hours };
    }

    private static StaffRun Run(ParseResult line, Option<Uri> gateway, Option<int> register) =>
        new(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);

    private static Option<DateTimeOffset?> Time(string name, string what) => new(name)
    {
        Description = $"{what}, by this machine's clock, e.g. '2026-11-25 07:00'",
        CustomParser = CommandLine.ReadTime,
    };
}
