using System.Net;
using System.Security.Cryptography;
using EdgePos.HeadOffice;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

// Head office alone: books, uplink, reports on loopback; and a broker where the settings want one.
const int unavailable = 69, software = 70, config = 78;
try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var section = builder.Configuration.GetSection("HeadOffice");
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    builder.Services.AddOptions<HeadOfficeOptions>().Bind(section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
    builder.Services.AddSingleton<IValidateOptions<HeadOfficeOptions>, HeadOfficeOptionsValidator>();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddTransient(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
    builder.Services.AddHeadOffice(withBroker: section.GetValue("EmbeddedBroker", false));
    builder.Services.AddGrpc();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
        IPAddress.Loopback, section.GetValue("ReportsPort", 5081), listen => listen.Protocols = HttpProtocols.Http2));

    await using var app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    app.MapReports();
    var uplink = app.Services.GetRequiredService<UplinkLoop>();
    await app.RunAsync();
    return uplink.ExecuteTask is { IsFaulted: true } ? software : 0;
}
catch (OptionsValidationException wrong)
{
    foreach (string failure in wrong.Failures)
        Console.Error.WriteLine($"edgepos-headoffice: wrong setting: HeadOffice:{failure}");
    return config;
}
catch (Exception wrong) when (wrong is InvalidOperationException or InvalidDataException or FormatException)
{
    Console.Error.WriteLine($"edgepos-headoffice: wrong setting: {wrong.Message}");
    return config;
}
catch (IOException fault)
{
    Console.Error.WriteLine($"edgepos-headoffice: {fault.Message}");
    return unavailable;
}
