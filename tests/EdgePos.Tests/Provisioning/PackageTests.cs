using System.Reflection;
using System.Text.RegularExpressions;
using EdgePos.Gateway;
using EdgePos.Tests.House;
using Xunit;
using Tool = EdgePos.Provisioning;

namespace EdgePos.Tests.Provisioning;

/// <summary>
/// What the package says of the programs is so. Whether it works is tried in a Debian with systemd: tests/box/container.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_manual_names_every_verb_of_the_technicians_tool_in_order()
    {
        string page = Read("man/edgeposctl.1");
        string verbs = page[page.IndexOf(".SH VERBS", StringComparison.Ordinal)..page.IndexOf(".SH EXIT", StringComparison.Ordinal)];
        Assert.Equal(
            Tool.CommandLine.Build().Subcommands.Select(verb => verb.Name).Order(StringComparer.Ordinal),
            Regex.Matches(verbs, @"^\.B (.+)$", RegexOptions.Multiline).Select(verb => verb.Groups[1].Value));
    }

    [Theory]
    [InlineData("man/edgeposctl.1", typeof(Tool.ExitCodes))]
    [InlineData("man/edgepos-gateway.8", typeof(ExitCodes))]
    public void The_manual_names_every_exit_code(string page, Type codes) => Assert.Equal(
        codes.GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => (int)code.GetRawConstantValue()!).Order(),
        Regex.Matches(Read(page), @"^\.B (\d+)$", RegexOptions.Multiline).Select(code => int.Parse(code.Groups[1].Value, null)).Order());

    [Fact]
    public void The_unit_does_not_try_again_what_only_a_person_can_mend() => Assert.Contains(
        $"\nRestartPreventExitStatus={ExitCodes.Damaged} {ExitCodes.Config}\n", Read("edgepos.service"), StringComparison.Ordinal);

    [Fact]
    public async Task The_settings_that_come_as_an_example_are_taken()
    {
        File.Copy(Path.Combine(Folder, "box.json"), Path.Combine(Directory.CreateDirectory(_folder.File("etc")).FullName, "box.json"));
        // The certificates of the example are not there.
        await using var daemon = new Daemon(_folder.File("data"), $"--Gateway:SettingsFolder={_folder.File("etc")}",
            "--HeadOffice:Embedded=false", "--Relay:RootFile=", "--Relay:CertificateFile=", "--Relay:KeyFile=",
            "--Relay:HeadOfficeKeyFile=", "--Relay:BrokerHost=127.0.0.1", "--Relay:BrokerPort=1");
        await daemon.StartAsync();
        var status = await daemon.StatusAsync();
        Assert.Equal(("corner", "S1", "box1"), (status.Tenant, status.Store, status.Box));
    }

    private static string Folder => Path.Combine(RepoTests.Root, "provisioning/package");

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
