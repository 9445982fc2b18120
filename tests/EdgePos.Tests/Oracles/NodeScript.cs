using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace EdgePos.Tests;

/// <summary>Scripts for node, with other people's packages that `npm ci` in this folder brings. Without them a test skips.</summary>
internal static class NodeScript
{
    /// <summary>This folder.</summary>
    public static string Folder { get; } = Here();

    /// <summary>Runs one to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, string input, params string[] arguments)
    {
        string packages = Path.Combine(Folder, "node_modules");
        if (!Directory.Exists(packages))
            Assert.Skip($"wants node and its packages: npm ci in {Path.GetFileName(Folder)}");
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = packages },
        };
        using var node = StartOrSkip(start);
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync();
        string output = await node.StandardOutput.ReadToEndAsync().WaitAsync(Daemon.Patience);
        await node.WaitForExitAsync().WaitAsync(Daemon.Patience);
        return (node.ExitCode, output, await errors);
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("wants node (apt-get install nodejs)");
            throw;
        }
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
