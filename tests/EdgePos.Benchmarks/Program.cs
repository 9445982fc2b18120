using System.CommandLine;
using EdgePos.Benchmarks;

// Ratios to limits that are measured in the same run, on the same disk: a figure that another machine can be held to.
var gateway = new Option<string>("--gateway") { Description = "the daemon's program", Required = true };
var output = new Option<string>("--out") { Description = "file for the rows, as JSON", DefaultValueFactory = _ => "bench.json" };
var rounds = new Option<int>("--rounds") { Description = "rounds of each pair", DefaultValueFactory = _ => 7 };
var folder = new Option<string>("--folder")
{
    Description = "where to write: put it on the disk that is to be measured",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "edgepos-bench"),
};
var command = new RootCommand("EdgePos benchmarks") { gateway, output, rounds, folder };
command.SetAction(async (line, stop) =>
{
    var table = new RatioTable(line.GetValue(rounds), TimeProvider.System);
    string data = line.GetValue(folder)!;
    try
    {
        await LedgerPairs.RunAsync(table, Path.Combine(data, "ledger"));
        await DaemonPairs.RunAsync(table, line.GetValue(gateway)!, Path.Combine(data, "daemon"), stop);
        table.Save(line.GetValue(output)!);
        return 0;
    }
    finally
    {
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }
});
return await command.Parse(args).InvokeAsync();
