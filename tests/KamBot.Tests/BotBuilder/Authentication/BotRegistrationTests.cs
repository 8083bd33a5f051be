using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.BotBuilder.Authentication;

public sealed class BotRegistrationTests
{
    private const string Id = "MicrosoftAppId=22222222-2222-4222-8222-222222222222";
    private const string Tenant = "MicrosoftAppTenantId=11111111-1111-4111-8111-111111111111";
    private const string Secret = "MicrosoftAppPassword=hush";
    private const string Certificate = "MicrosoftAppCertificatePath=KamBot.dll"; // any file: it is opened when the first token is asked for

    [Theory]
    [InlineData("Production", "", "MicrosoftAppId is not set")]
    [InlineData("Staging", "MicrosoftAppId= ", "MicrosoftAppId is not set")]
    [InlineData("Production", $"MicrosoftAppId=kambot;{Tenant};{Secret}", "MicrosoftAppId is a GUID")]
    [InlineData("Production", $"{Id};{Tenant};{Secret};MicrosoftAppType=Tenant", "MicrosoftAppType is SingleTenant, UserAssignedMSI, MultiTenant, not “Tenant”")]
    [InlineData("Production", $"{Id};{Tenant};{Secret};MicrosoftAppType=1", "not “1”")]
    [InlineData("Production", $"{Id};{Secret}", "MicrosoftAppTenantId is a GUID: SingleTenant needs")]
    [InlineData("Production", $"{Id};MicrosoftAppType=UserAssignedMSI", "MicrosoftAppTenantId is a GUID: UserAssignedMSI needs")]
    [InlineData("Production", $"{Id};{Tenant};{Secret};MicrosoftAppType=UserAssignedMSI", "UserAssignedMSI has no secret")]
    [InlineData("Production", $"{Id};{Tenant};{Certificate};MicrosoftAppType=UserAssignedMSI", "UserAssignedMSI has no secret")]
    [InlineData("Production", $"{Id};{Tenant}", "needs either MicrosoftAppPassword or MicrosoftAppCertificatePath.")]
    [InlineData("Production", $"{Id};MicrosoftAppType=MultiTenant", "needs either MicrosoftAppPassword or MicrosoftAppCertificatePath.")]
    [InlineData("Production", $"{Id};{Tenant};{Secret};{Certificate}", "not both")]
    [InlineData("Production", $"{Id};{Tenant};MicrosoftAppCertificatePath=nowhere.pem", "names no file")]
    [InlineData("Production", $"{Id};{Tenant};{Secret};Bot:Cloud=China", "Bot:Cloud is Commercial, GCC, GCCHigh, DoD, not “China”")]
    [InlineData("Development", $"{Id};{Secret}", "MicrosoftAppTenantId is a GUID")]
    public void What_does_not_fit_together_is_said_in_plain_words(string environment, string settings, string problem)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(environment, settings));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", "", BotAppType.SingleTenant, "Commercial")]
    [InlineData("Production", $"{Id};{Tenant};{Secret}", BotAppType.SingleTenant, "Commercial")]
    [InlineData("Production", $"{Id};{Tenant};{Certificate};Bot:Cloud=gcchigh", BotAppType.SingleTenant, "GCCHigh")]
    [InlineData("Production", $"{Id};{Tenant};MicrosoftAppType=userAssignedMSI;Bot:Cloud=GCC", BotAppType.UserAssignedMSI, "GCC")]
    [InlineData("Production", $"{Id};{Secret};MicrosoftAppType=MultiTenant;Bot:Cloud=DoD", BotAppType.MultiTenant, "DoD")]
    public void Each_kind_of_registration_is_known_in_each_cloud(string environment, string settings, BotAppType type, string cloud)
    {
        var registration = Read(environment, settings);

        Assert.Equal((type, cloud), (registration.Type, registration.Cloud.Name));
    }

    [Theory]
    [InlineData("", "11111111-1111-4111-8111-111111111111")]
    [InlineData("MicrosoftAppType=MultiTenant", "botframework.com")]
    [InlineData("MicrosoftAppType=MultiTenant;Bot:Cloud=GCCHigh", "MicrosoftServices.onmicrosoft.us")]
    public void A_token_is_taken_from_the_tenant_of_the_registration(string settings, string tenant)
    {
        Assert.Equal(tenant, Read("Production", $"{Id};{Tenant};{Secret};{settings}").LoginTenant);
    }

    [Fact]
    public void No_cloud_shares_a_connector_with_a_government()
    {
        var public_ = BotCloud.Commercial.ConnectorHosts.Concat(BotCloud.GCC.ConnectorHosts);

        Assert.Empty(public_.Intersect(BotCloud.GCCHigh.ConnectorHosts.Concat(BotCloud.DoD.ConnectorHosts)));
        Assert.Empty(BotCloud.GCCHigh.ConnectorHosts.Intersect(BotCloud.DoD.ConnectorHosts));
    }

    private static BotRegistration Read(string environment, string settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        builder.AddBotBuilder();
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<BotRegistration>>().Value;
    }
}
