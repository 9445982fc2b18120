using System.CommandLine;
using EdgePos.Benchmarks;

// Ratios to limits that are measured in the same run, on the same disk: figures that another machine can be held to.
var gateway = new Option<string>("--gateway") { Description = "the daemon's program", Required = true };
var output = new Option<string>("--out") { Description = "file for the rows, as JSON", DefaultValueFactory = _ => "bench.json" };
var rounds = new Option<int>("--rounds") { Description = "rounds of each pair", DefaultValueFactory = _ => 7 };
var growth = new Option<int>("--growth") { Description = "sales in the large ledger", DefaultValueFactory = _ => 200_000 };
var backlog = new Option<int>("--backlog") { Description = "sales of the month that drains", DefaultValueFactory = _ => 150_000 };
var headOffice = new Option<string>("--headoffice")
{
    Description = "head office's program; without it what needs one is left out",
    DefaultValueFactory = _ => "",
};
var echo = new Option<int>("--echo") { Description = "only serve calls that do nothing, on this port", Hidden = true };
var only = new Option<string>("--only")
{
    Description = "speed, latency, bytes, growth, log, checkout, daemon, identity, idle, drain or book",
    DefaultValueFactory = _ => "",
};
var folder = new Option<string>("--folder")
{
    Description = "where to write: put it on the disk that is to be measured",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "edgepos-bench"),
};
var command = new RootCommand("EdgePos benchmarks")
{
    gateway, headOffice, output, rounds, growth, backlog, only, echo, folder,
};
command.SetAction(async (line, stop) =>
{
    if (line.GetValue(echo) is > 0 and int port)
    {
        EchoServer.Run(port);
        return 0;
    }

    var table = new BenchTable();
    var pairs = new Pairs(table, line.GetValue(rounds), TimeProvider.System);
    string data = line.GetValue(folder)!, program = line.GetValue(gateway)!;
    (string Name, Func<string, Task> Run)[] parts =
    [
        ("speed", part => LedgerSpeed.RunAsync(pairs, part)),
        ("latency", part => SaleLatency.RunAsync(pairs, program, part, stop)),
        ("bytes", part => BytesWritten.RunAsync(table, part)),
        ("log", part => LogRounds.RunAsync(pairs, part)),
        ("growth", part => Growth.RunAsync(table, pairs, part, line.GetValue(growth))),
        ("checkout", part => CheckoutSpeed.RunAsync(pairs, program, part, stop)),
        ("daemon", part => DaemonPairs.RunAsync(pairs, program, part, stop)),
        ("identity", part => IdentityCost.RunAsync(pairs, table, program, part, line.GetValue(rounds), stop)),
        ("idle", part => IdleDevices.RunAsync(table, program, part, stop)),
        ("drain", part => line.GetValue(headOffice) is { Length: > 0 } office
            ? new DrainSpeed(table, program, office, part, line.GetValue(backlog), stop).RunAsync() : Task.CompletedTask),
        ("book", part => line.GetValue(headOffice) is { Length: > 0 } office
            ? new PriceBookDown(table, program, office, part, line.GetValue(rounds), stop).RunAsync() : Task.CompletedTask),
    ];
    try
    {
        foreach (var (name, run) in parts.Where(part => line.GetValue(only) is "" || line.GetValue(only) == part.Name))
            await run(Directory.CreateDirectory(Path.Combine(data, name)).FullName);
        table.Save(line.GetValue(output)!);
        return table.AllMet ? 0 : 1;
    }
    finally
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }
});
return await command.Parse(args).InvokeAsync();
