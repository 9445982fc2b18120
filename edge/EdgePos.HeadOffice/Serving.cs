using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Head office alone: books, uplink, reports on loopback; and a broker where the settings want one.</summary>
internal static class Serving
{
    /// <summary>Serves until told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.MapReports();
            var uplink = app.Services.GetRequiredService<UplinkLoop>();
            await app.RunAsync();
            return uplink.ExecuteTask is { IsFaulted: true } ? ExitCodes.Software : ExitCodes.Ok;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (string failure in wrong.Failures)
                Console.Error.WriteLine($"edgepos-headoffice: wrong setting: HeadOffice:{failure}");
            return ExitCodes.Config;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or InvalidDataException or FormatException)
        {
            Console.Error.WriteLine($"edgepos-headoffice: wrong setting: {wrong.Message}");
            return ExitCodes.Config;
        }
        catch (IOException fault)
        {
            Console.Error.WriteLine($"edgepos-headoffice: {fault.Message}");
            return ExitCodes.Unavailable;
        }
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var section = builder.Configuration.GetSection("HeadOffice");
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddOptions<HeadOfficeOptions>().Bind(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<HeadOfficeOptions>, HeadOfficeOptionsValidator>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddTransient(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        builder.Services.AddHeadOffice(withBroker: section.GetValue("EmbeddedBroker", false));
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, section.GetValue("ReportsPort", 5081), listen => listen.Protocols = HttpProtocols.Http2));
        return builder.Build();
    }
}
