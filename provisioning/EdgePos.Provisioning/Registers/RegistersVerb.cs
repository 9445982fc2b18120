using System.CommandLine;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>The verb `registers`: which belong to the box, taking in another one, shutting one out.</summary>
internal static class RegistersVerb
{
    /// <summary>What a register can be, as it is typed.</summary>
    public static readonly IReadOnlyDictionary<string, RegisterKind> Kinds = new Dictionary<string, RegisterKind>
    {
        ["till"] = RegisterKind.Till,
        ["mobile"] = RegisterKind.Mobile,
        ["kiosk"] = RegisterKind.Kiosk,
        ["display"] = RegisterKind.Display,
        ["back-office"] = RegisterKind.BackOffice,
        ["e-commerce"] = RegisterKind.ECommerce,
    };

    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var kind = new Option<string>("--kind")
        {
            Description = $"what it is: {string.Join(", ", Kinds.Keys)}",
            DefaultValueFactory = _ => "till",
        };
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var number = new Option<int>("--number") { Description = "number that it is to have, 1 to 9999; else the first that is free" };
        var name = new Argument<string>("name") { Description = "what staff call it" };
        var which = new Argument<int>("number") { Description = "number of the register" };
        var reason = new Option<string>("--reason") { Description = "why, for who reads the journal", DefaultValueFactory = _ => "" };

        var pair = new Command("pair", "give a code to type at a new register, or at one that has lost its certificate")
        {
            name, kind, number,
        };
        pair.SetAction((line, stop) => Run(line).PairAsync(
            line.GetValue(name)!, Kinds[line.GetValue(kind)!], line.GetValue(number), stop));
        var list = new Command("list", "the registers of the box");
        list.SetAction((line, stop) => Run(line).ListAsync(stop));
        var revoke = new Command("revoke", "shut a register out, at once") { which, reason };
        revoke.SetAction((line, stop) => Run(line).RevokeAsync(line.GetValue(which), line.GetValue(reason)!, stop));
        return new Command("registers", "which registers belong to the box") { gateway, register, pair, list, revoke };

        RegistersRun Run(ParseResult line) => new(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);
    }
}
