using System.CommandLine;
using System.CommandLine.Parsing;

namespace EdgePos.Provisioning;

/// <summary>The verb `config`: the settings of a box, shown, tried and changed. The daemon's program judges them, running or not.</summary>
internal static class ConfigVerb
{
    public static Command Build()
    {
        var daemon = new Option<string>("--daemon")
        {
            Description = "the daemon's program",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "edgepos-gateway"),
            Recursive = true,
        };
        var folder = new Option<string>("--folder")
        {
            Description = "folder with the box's own settings",
            DefaultValueFactory = _ => "/etc/edgepos",
            Recursive = true,
        };
        var begins = new Argument<string>("begins")
        {
            Description = "only those whose names begin so, e.g. Store",
            DefaultValueFactory = _ => "",
        };
        var show = new Command("show", "each setting, and where it comes from") { begins };
        show.SetAction((line, stop) => Run(line).ShowAsync(line.GetValue(begins)!, stop));
        var validate = new Command("validate", "whether the daemon would start with them");
        validate.SetAction((line, stop) => Run(line).ValidateAsync(stop));
        var name = new Argument<string>("name") { Description = "e.g. Store:Name" };
        var value = new Argument<string>("value") { Description = "its new value" };
        var set = new Command("set", "changes one, where the daemon would start with it; in use after systemctl restart edgepos")
        {
            name, value,
        };
        set.SetAction((line, stop) => Run(line).SetAsync(line.GetValue(name)!, line.GetValue(value)!, stop));
        return new Command("config", "the settings of the box") { daemon, folder, show, validate, set };

        ConfigRun Run(ParseResult line) => new(
            new SettingsProgram(line.GetValue(daemon)!, Path.GetFullPath(line.GetValue(folder)!)), Console.Out);
    }
}
