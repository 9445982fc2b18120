using System.CommandLine;
using EdgePos.Fleet;

// Many stores with honest journals and realistic days against the real head office, through a few connections.
var stores = new Option<int>("--stores") { Description = "how many stores", DefaultValueFactory = _ => 1000 };
var days = new Option<int>("--days") { Description = "days that head office hears of as they happen", DefaultValueFactory = _ => 1 };
var cutOff = new Option<int>("--cut-off") { Description = "days after those that it hears of all at once", DefaultValueFactory = _ => 1 };
var seed = new Option<long>("--seed") { Description = "the same seed is the same fleet", DefaultValueFactory = _ => 1 };
var speed = new Option<double>("--speed")
{
    Description = "how many times as fast as ours its days go by; 0: as fast as it goes",
    DefaultValueFactory = _ => 120,
};
var firstDay = new Option<DateOnly>("--first-day") { Description = "YYYY-MM-DD", DefaultValueFactory = _ => new DateOnly(2026, 11, 4) };
var tenant = new Option<string>("--tenant") { Description = "the chain", DefaultValueFactory = _ => "fleet" };
tenant.Validators.Add(result =>
{
    if (result.GetValue(tenant) is not { } name || name.Length is 0 or > 64 || !name.All(char.IsAsciiLetterOrDigit))
        result.AddError("--tenant: 1 to 64 letters and digits");
});
var outOfReach = new Option<double>("--out-of-reach")
{
    Description = "share of the stores that are offline for some hours of a day",
    DefaultValueFactory = _ => 0.05,
};
var connections = new Option<int>("--connections") { Description = "connections that carry the stores", DefaultValueFactory = _ => 4 };
var consumers = new Option<int>("--consumers") { Description = "head offices to start; 0: they run already", DefaultValueFactory = _ => 2 };
var health = new Option<int>("--health") { Description = "how often every box says how it is", DefaultValueFactory = _ => 5 };
var idle = new Option<int>("--idle") { Description = "idle connections, for the broker's memory", DefaultValueFactory = _ => 500 };
var queued = new Option<int>("--queued")
{
    Description = "messages that our Mosquitto keeps for a slow head office; 0: any number",
    DefaultValueFactory = _ => 0,
};
var broker = new Option<string>("--broker")
{
    Description = "HOST:PORT; a Mosquitto is started unless told",
    DefaultValueFactory = _ => "",
};
var database = new Option<string>("--database")
{
    Description = "connection string of the books; a PostgreSQL is started unless told",
    DefaultValueFactory = _ => "",
};
var headOffice = new Option<string>("--headoffice")
{
    Description = "head office's program",
    DefaultValueFactory = _ => "edgepos-headoffice",
};
var data = new Option<string>("--data") { Description = "folder with the whole data sets", DefaultValueFactory = _ => "../shared/data" };
var compare = new Option<bool>("--compare") { Description = "play nothing: compare the books in --database with what this fleet makes" };
var page = new Option<string>("--page") { Description = "file for the tables of the page, as Markdown", DefaultValueFactory = _ => "" };
var folder = new Option<string>("--folder")
{
    Description = "what the servers write: on the disk that is to be measured",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "edgepos-fleet"),
};
var command = new RootCommand("EdgePos fleet: a thousand stores against head office")
{
    stores, days, cutOff, seed, speed, firstDay, tenant, outOfReach, connections, consumers, health, idle, queued, broker, database,
    headOffice, data, compare, page, folder,
};
command.SetAction(async (line, stop) =>
{
    string own = Path.Combine(line.GetValue(folder)!, $"{Environment.ProcessId}");
    var wishes = new ServerWishes(line.GetValue(broker)!, line.GetValue(database)!, line.GetValue(headOffice)!, line.GetValue(consumers),
        line.GetValue(queued), own);
    bool plays = !line.GetValue(compare);
    if (plays && FleetServers.Missing(wishes) is { } missing)
    {
        Console.Error.WriteLine($"fleet: {missing}");
        return 69;
    }

    var plan = new FleetPlan
    {
        Seed = line.GetValue(seed),
        Stores = line.GetValue(stores),
        Days = line.GetValue(days),
        DaysCutOff = line.GetValue(cutOff),
        FirstDay = line.GetValue(firstDay),
        Tenant = line.GetValue(tenant)!,
        OutOfReach = line.GetValue(outOfReach),
        Baskets = RealBaskets.Read(line.GetValue(data)!),
    };
    Console.WriteLine($"{plan.Stores} stores, seed {plan.Seed}, baskets from {plan.Baskets.Source}");
    if (!plays)
        return Told(await FleetRun.CompareAsync(plan, wishes.Database, stop));
    Directory.CreateDirectory(own);
    try
    {
        await using var servers = await FleetServers.StartAsync(wishes, plan.Tenant, TimeProvider.System, stop);
        var played = new RunWishes(line.GetValue(connections), line.GetValue(speed), line.GetValue(health), line.GetValue(idle));
        var run = new FleetRun(plan, played, servers, TimeProvider.System);
        try
        {
            var differences = await run.RunAsync(stop);
            string tables = new FleetPage(run.Measured!).ToString();
            Console.WriteLine(tables);
            if (line.GetValue(page) is { Length: > 0 } file)
                await File.WriteAllTextAsync(file, tables, stop);
            return Told(differences);
        }
        catch (IOException fault)
        {
            Console.Error.WriteLine($"fleet: {fault.Message}\n{servers.Said}");
            return 69;
        }
    }
    finally
    {
        if (Directory.Exists(own))
            Directory.Delete(own, recursive: true);
    }
});
// Broken off, it still ends its servers and takes away what they wrote.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static int Told(IReadOnlyList<string> differences)
{
    foreach (string difference in differences)
        Console.WriteLine($"NOT EQUAL: {difference}");
    Console.WriteLine(differences.Count == 0 ? "the books are equal" : "the books are not equal");
    return differences.Count == 0 ? 0 : 1;
}
